#include "server/http/parse/parser.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/limits.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace lectern::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;
using Base = beast_http::basic_parser<true>;

error_code give_up() {
    return beast_http::make_error_code(beast_http::error::bad_chunk_extension);
}

// Every callback does nothing and lets the parser go on. The two parsers below override what they need.
class QuietParser : public Base {
public:
    QuietParser() {
        // The caller checks the limits, since it knows the status of each.
        header_limit(std::numeric_limits<std::uint32_t>::max());
        body_limit(boost::none);
    }

    void on_request_impl(beast_http::verb, boost::beast::string_view, boost::beast::string_view, int,
                         error_code&) override {}
    void on_response_impl(int, boost::beast::string_view, int, error_code&) override {}
    void on_field_impl(beast_http::field, boost::beast::string_view, boost::beast::string_view,
                       error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(boost::beast::string_view, error_code& error) override {
        error = give_up();
        return 0;
    }
    void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view, error_code& error) override {
        error = give_up();
        return 0;
    }
    void on_finish_impl(error_code&) override {}
};

class HeadParser final : public QuietParser {
public:
    explicit HeadParser(RequestHead& head) : head_(head) {}

    void on_request_impl(beast_http::verb, boost::beast::string_view method, boost::beast::string_view target,
                         int version, error_code&) override {
        head_.method.assign(method.data(), method.size());
        head_.target.assign(target.data(), target.size());
        head_.version = version;
    }

    void on_field_impl(beast_http::field, boost::beast::string_view name, boost::beast::string_view value,
                       error_code&) override {
        // With one field too many the framing gate refuses the request.
        if (head_.fields.all().size() > max_fields) return;
        head_.fields.add({name.data(), name.size()}, {value.data(), value.size()});
    }

private:
    RequestHead& head_;
};

// Whether a request line ends with a version of HTTP, also with one that this server does not support.
bool names_a_version(std::string_view line) {
    constexpr std::string_view form = " HTTP/d.d";
    if (line.size() < form.size()) return false;
    line.remove_prefix(line.size() - form.size());
    return line.starts_with(" HTTP/") && ascii::is_digit(line[6]) && line[7] == '.' &&
           ascii::is_digit(line[8]);
}

}  // namespace

std::optional<Refusal> parse_head(std::string_view raw, RequestHead& head) {
    head.fields.reserve(12);
    HeadParser parser(head);
    error_code error;
    parser.put(boost::asio::buffer(raw.data(), raw.size()), error);
    if (error == beast_http::error::bad_version && names_a_version(raw.substr(0, raw.find("\r\n")))) {
        return Refusal{505, "The server speaks HTTP/1.1."};
    }
    // Beast asks for more after a complete head only if the head is malformed.
    if (error || !parser.is_header_done()) return Refusal{400, "The request is malformed."};
    return std::nullopt;
}

class ChunkDecoder::Parser final : public QuietParser {
public:
    Parser() {
        eager(true);
        // Beast's parser wants a head before the chunks. The real one has been read already.
        constexpr std::string_view head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        error_code error;
        eager(false);
        std::string_view rest = head;
        while (!is_header_done() && !error) {
            rest.remove_prefix(put(boost::asio::buffer(rest.data(), rest.size()), error));
        }
        eager(true);
    }

    void on_field_impl(beast_http::field, boost::beast::string_view name, boost::beast::string_view value,
                       error_code& error) override {
        if (is_header_done()) add_overhead(name.size() + value.size(), error);
    }

    void on_chunk_header_impl(std::uint64_t, boost::beast::string_view extensions,
                              error_code& error) override {
        add_overhead(extensions.size(), error);
    }

    std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view body,
                                   error_code& error) override {
        const std::size_t taken = std::min(body.size(), room);
        data->append(body.data(), taken);
        room -= taken;
        if (taken < body.size()) error = beast_http::make_error_code(beast_http::error::need_buffer);
        return taken;
    }

    std::string* data = nullptr;
    std::size_t room = 0;
    bool failed = false;

private:
    void add_overhead(std::size_t bytes, error_code& error) {
        overhead_ += bytes;
        if (overhead_ > max_chunk_overhead) error = give_up();
    }

    std::size_t overhead_ = 0;
};

ChunkDecoder::ChunkDecoder() : parser_(std::make_unique<Parser>()) {}
ChunkDecoder::~ChunkDecoder() = default;

std::size_t ChunkDecoder::feed(std::string_view input, std::string& data, std::size_t limit) {
    if (failed() || finished() || input.empty()) return 0;
    parser_->data = &data;
    parser_->room = limit;
    error_code error;
    std::size_t used = 0;
    used = parser_->put(boost::asio::buffer(input.data(), input.size()), error);
    const bool waits = error == beast_http::error::need_more || error == beast_http::error::need_buffer;
    if (error && !waits) parser_->failed = true;
    // The unused bytes are an unfinished chunk line, or trailers.
    if (error == beast_http::error::need_more && input.size() - used > max_chunk_line) parser_->failed = true;
    return used;
}

bool ChunkDecoder::finished() const {
    return parser_->is_done();
}
bool ChunkDecoder::failed() const {
    return parser_->failed;
}

}  // namespace lectern::http
