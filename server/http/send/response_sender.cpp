#include "server/http/answer/file_answer.hpp"
#include "server/http/connection/connection.hpp"
#include "server/http/parse/field_list.hpp"
#include "server/http/problem.hpp"
#include "server/http/run_blocking.hpp"
#include "server/http/send/page_cache.hpp"
#include "server/http/spawn_logged.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace lectern::http {
namespace {

// Bodies up to this size go out in one piece with their head.
constexpr std::size_t joined_body = 64 * 1024;
// So much of a file is looked at, if need be read from the disk, and sent at once; then a connection with a
// fast client lets the others have their turn, a fraction of a millisecond later. Half of it costs a tenth
// more CPU time.
constexpr std::uint64_t file_step = 1024 * 1024;

bool has_no_body(int status) {
    return status < 200 || status == 204 || status == 304;
}

// A line end in a value would let whoever chose it write fields and answers of his own.
void append_value(std::string& out, std::string_view value) {
    for (char c : value)
        out += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c;
}

bool is_the_connections_business(std::string_view name) {
    return equal_without_case(name, "Content-Length") || equal_without_case(name, "Transfer-Encoding") ||
           equal_without_case(name, "Connection") || equal_without_case(name, "Date") ||
           equal_without_case(name, "Server") || equal_without_case(name, "X-Request-Id") ||
           equal_without_case(name, "X-Content-Type-Options");
}

std::string content_length(std::uint64_t length) {
    return "Content-Length: " + std::to_string(length) + "\r\n";
}

}  // namespace

// Gives a StreamBody's pieces to the client, as chunks if the client knows them.
class ChunkWriter final : public BodyWriter {
public:
    ChunkWriter(Connection& connection, bool chunked, std::string head)
        : connection_(connection), chunked_(chunked), head_(std::move(head)) {}

    awaitable<void> write(std::string_view piece) override {
        if (piece.empty()) co_return;
        std::array<char, 24> size{};
        const int digits = std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
        std::string out = std::move(head_);
        head_.clear();
        out.reserve(out.size() + piece.size() + 32);
        if (chunked_) out.append(size.data(), static_cast<std::size_t>(digits));
        out.append(piece);
        if (chunked_) out.append("\r\n");
        if (!co_await connection_.send(out)) throw ClientGone();
    }

    awaitable<bool> finish() {
        std::string out = std::move(head_);
        if (chunked_) out.append("0\r\n\r\n");
        co_return co_await connection_.send(out);
    }

    bool draining() const override { return connection_.thread_.draining; }

private:
    Connection& connection_;
    const bool chunked_;
    std::string head_;  // goes out with the first piece
};

std::string Connection::make_head(int status, const Fields& fields, std::string_view request_id,
                                  std::string_view framing, int version, std::size_t room) {
    std::string head;
    head.reserve(384 + room);
    head.append("HTTP/1.1 ")
        .append(std::to_string(status))
        .append(" ")
        .append(reason_phrase(status))
        .append("\r\n");
    head.append(thread_.common_fields());
    for (const auto& [name, value] : fields.all()) {
        if (is_the_connections_business(name)) continue;
        append_value(head, name);
        head.append(": ");
        append_value(head, value);
        head.append("\r\n");
    }
    head.append("X-Request-Id: ").append(request_id).append("\r\n");
    head.append(framing);
    if (!keep_alive_) {
        head.append("Connection: close\r\n");
    } else if (version < 11) {
        head.append("Connection: keep-alive\r\n");  // not its habit: it asked, and wants to hear
    }
    head.append("\r\n");
    return head;
}

awaitable<bool> Connection::send_response(const Request& request, Response& response, int version) {
    write_pace_ = {std::chrono::nanoseconds{0}, stream_.bytes_sent()};
    const bool is_head = request.method == Method::head;

    if (const auto* stream = std::get_if<StreamBody>(&response.body)) {
        const bool chunked = version >= 11;
        if (!chunked) keep_alive_ = false;  // its end is the connection's
        const std::string_view framing = chunked ? "Transfer-Encoding: chunked\r\n" : "";
        std::string head = make_head(response.status, response.fields, request.id, framing, version);
        if (is_head) co_return co_await send(head);
        co_return co_await send_stream(*stream, std::move(head), chunked, request.id);
    }

    if (std::holds_alternative<FileBody>(response.body)) {
        const FileBody file = std::get<FileBody>(response.body);  // the answer may become a problem
        const FileAnswer answer = answer_file(request.method, request.fields, response);
        response.status = answer.status;
        if (answer.status == 200 || answer.status == 206) {
            std::string head =
                make_head(answer.status, response.fields, request.id, content_length(answer.length), version);
            if (is_head) co_return co_await send(head);
            co_return co_await send_file_parts(file, answer, std::move(head));
        }
        if (answer.status == 304) response.body = std::string();
    }

    const std::string& body = std::get<std::string>(response.body);
    const bool bare = has_no_body(response.status);
    const bool joins = !bare && !is_head && body.size() <= joined_body;
    std::string out =
        make_head(response.status, response.fields, request.id,
                  bare ? std::string() : content_length(body.size()), version, joins ? body.size() : 0);
    if (joins) out.append(body);
    if (bare || is_head || joins) co_return co_await send(out);
    if (!co_await send(out, true)) co_return false;
    co_return co_await send(body);
}

awaitable<bool> Connection::send_stream(const StreamBody& body, std::string head, bool chunked,
                                        const std::string& id) {
    ChunkWriter writer(*this, chunked, std::move(head));
    bool cut_short = false;
    try {
        const auto watch = watch_for_end();
        co_await body(writer);
    } catch (const ClientGone&) {
        cut_short = true;
    } catch (...) {
        if (aborted_) throw;
        if (!gone_) thread_.setup.log("request " + id + ": " + describe(std::current_exception()));
        cut_short = true;
    }
    // Without the last chunk the client knows that something is missing.
    if (cut_short || gone_) co_return false;
    co_return co_await writer.finish();
}

awaitable<bool> Connection::send_file_parts(const FileBody& file, const FileAnswer& answer,
                                            std::string head) {
    std::string text = std::move(head);
    for (const FileAnswer::Part& part : answer.parts) {
        text.append(part.text);
        if (!co_await send(text, part.slice.length > 0)) co_return false;
        text.clear();
        if (!co_await send_slice(*file.file, part.slice.first, part.slice.length)) co_return false;
    }
    co_return true;
}

awaitable<bool> Connection::send(std::string_view data, bool more) {
    while (true) {
        const IoOutcome sent = stream_.write(data, more);
        data.remove_prefix(sent.bytes);
        if (sent.io == Io::closed) co_return false;
        if (sent.io == Io::done && data.empty()) co_return true;
        if (!co_await wait_paced(Io::wait_write, write_pace_, stream_.bytes_sent(),
                                 thread_.setup.options.slowest_write)) {
            co_return false;
        }
    }
}

// Reads what lies on the disk elsewhere before the io thread touches it. False when there is no room for
// that.
awaitable<bool> Connection::warm(const ServedFile& file, std::uint64_t first, std::uint64_t length,
                                 std::uint64_t ahead) {
    BlockingPool* disk = thread_.setup.options.disk;
    if (disk == nullptr || in_memory(file, first, length)) co_return true;
    try {
        co_await run_blocking(*disk, [=, &file] { bring_into_memory(file.fd(), first, length, ahead); });
        co_return true;
    } catch (const Overloaded&) {
        co_return false;
    }
}

awaitable<bool> Connection::send_slice(const ServedFile& file, std::uint64_t first, std::uint64_t length) {
    std::uint64_t warm_until = first;
    while (length > 0) {
        if (first == warm_until) {
            const std::uint64_t window = std::min(length, file_step);
            const bool warmed = co_await warm(file, first, window, std::min(length - window, file_step));
            if (!warmed) co_return false;
            warm_until = first + window;
        }
        const IoOutcome sent = stream_.send_file(file, first, static_cast<std::size_t>(warm_until - first));
        first += sent.bytes;
        length -= sent.bytes;
        if (sent.io == Io::closed) co_return false;
        if (length == 0 && sent.io == Io::done) break;
        // Waited for even when there is room: that is the others' turn.
        if (!co_await wait_paced(Io::wait_write, write_pace_, stream_.bytes_sent(),
                                 thread_.setup.options.slowest_write)) {
            co_return false;
        }
    }
    co_return !stream_.has_output() || co_await send({});
}

}  // namespace lectern::http
