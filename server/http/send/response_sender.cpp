#include "server/http/send/response_sender.hpp"

#include "server/http/answer/file_answer.hpp"
#include "server/http/exception_text.hpp"
#include "server/http/send/file_slice.hpp"
#include "server/http/send/response_head.hpp"

#include <array>
#include <cstdio>

namespace lectern::http {
namespace {

constexpr std::size_t joined_body = 64 * 1024;  // bodies up to this size go out in one piece with their head

bool has_no_body(int status) {
    return status < 200 || status == 204 || status == 304;
}

std::string content_length(std::uint64_t length) {
    return "Content-Length: " + std::to_string(length) + "\r\n";
}

// Sends the pieces of a StreamBody, as chunks if the client knows them.
class StreamSender final : public BodyWriter {
public:
    // `head` goes out with the first piece.
    StreamSender(Wire& wire, const IoThreadContext& thread, bool chunked, std::string head)
        : wire_(wire), thread_(thread), chunked_(chunked), head_(std::move(head)) {}

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
        if (!co_await wire_.send(out)) throw ClientGone();
    }

    awaitable<bool> finish() {
        std::string out = std::move(head_);
        if (chunked_) out.append("0\r\n\r\n");
        co_return co_await wire_.send(out);
    }

    bool draining() const override { return thread_.server.draining; }

private:
    Wire& wire_;
    const IoThreadContext& thread_;
    const bool chunked_;
    std::string head_;
};

awaitable<bool> send_stream(Wire& wire, IoThreadContext& thread, const StreamBody& body, std::string head,
                            bool chunked, const std::string& request_id) {
    StreamSender sender(wire, thread, chunked, std::move(head));
    bool cut_short = false;
    wire.limit_unacknowledged(thread.server.options.stream_unacknowledged);
    try {
        const auto watch = wire.watch_for_end();
        co_await body(sender);
    } catch (const ClientGone&) {
        cut_short = true;
    } catch (...) {
        if (wire.aborted()) throw;
        if (!wire.cancelled())
            thread.server.log("request " + request_id + ": " + exception_text(std::current_exception()));
        cut_short = true;
    }
    // Without the last chunk the client knows that something is missing.
    if (cut_short || wire.cancelled()) co_return false;
    wire.limit_unacknowledged(std::chrono::milliseconds(0));
    co_return co_await sender.finish();
}

awaitable<bool> send_file_parts(Wire& wire, BlockingPool* disk, const FileBody& body,
                                const FileAnswer& answer, std::string head) {
    std::string text = std::move(head);
    for (const FileAnswer::Part& part : answer.parts) {
        text.append(part.text);
        if (!co_await wire.send(text, part.slice.length > 0)) co_return false;
        text.clear();
        if (!co_await send_file_slice(wire, disk, *body.file, body.offset + part.slice.first,
                                      part.slice.length))
            co_return false;
    }
    co_return true;
}

}  // namespace

bool ends_with_connection(const Response& response, int version) {
    return version < 11 && std::holds_alternative<StreamBody>(response.body);
}

awaitable<bool> send_response(Wire& wire, IoThreadContext& thread, const Request& request, Response& response,
                              ConnectionTerms terms) {
    wire.begin_answer();
    const bool is_head = request.method == Method::head;
    const auto make_head = [&](std::string_view framing, std::size_t room = 0) {
        return response_head(response.status, response.fields,
                             {thread.common_fields(), request.id, framing, terms.version, terms.keep_alive},
                             room);
    };

    if (const auto* stream = std::get_if<StreamBody>(&response.body)) {
        const bool chunked = !ends_with_connection(response, terms.version);
        std::string head = make_head(chunked ? "Transfer-Encoding: chunked\r\n" : "");
        if (is_head) co_return co_await wire.send(head);
        co_return co_await send_stream(wire, thread, *stream, std::move(head), chunked, request.id);
    }

    if (std::holds_alternative<FileBody>(response.body)) {
        const FileBody file = std::get<FileBody>(response.body);  // the answer may become a problem
        const FileAnswer answer = answer_file(request.method, request.fields, response);
        response.status = answer.status;
        if (answer.status == 200 || answer.status == 206) {
            std::string head = make_head(content_length(answer.length));
            if (is_head) co_return co_await wire.send(head);
            co_return co_await send_file_parts(wire, thread.server.options.disk, file, answer,
                                               std::move(head));
        }
        if (answer.status == 304) response.body = std::string();
    }

    const std::string& body = std::get<std::string>(response.body);
    const bool bare = has_no_body(response.status);
    const bool joins = !bare && !is_head && body.size() <= joined_body;
    std::string out = make_head(bare ? std::string() : content_length(body.size()), joins ? body.size() : 0);
    if (joins) out.append(body);
    if (bare || is_head || joins) co_return co_await wire.send(out);
    if (!co_await wire.send(out, true)) co_return false;
    co_return co_await wire.send(body);
}

}  // namespace lectern::http
