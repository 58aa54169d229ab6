#include "domain/net/http_client.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <stdexcept>

namespace lectern {

const std::string* HttpHead::find(std::string_view name) const {
    const auto found = std::ranges::find_if(
        headers, [&](const HttpHeader& header) { return ascii::equal_ignoring_case(header.name, name); });
    return found == headers.end() ? nullptr : &found->value;
}

std::optional<std::int64_t> HttpHead::content_length() const {
    const std::string* text = find("Content-Length");
    return text ? ascii::parse_number<std::int64_t>(*text) : std::nullopt;
}

HttpResult<HttpReply> HttpClient::send(const HttpRequest& request, std::int64_t max_body,
                                       const WorkControl& control) const {
    std::string body;
    bool too_large = false;
    const HttpSink sink{{}, [&](std::string_view bytes) {
                            too_large = static_cast<std::int64_t>(body.size() + bytes.size()) > max_body;
                            if (!too_large) body += bytes;
                            return !too_large;
                        }};
    auto head = send(request, sink, control);
    if (too_large) return HttpError{HttpErrorKind::too_large, "the answer is longer than allowed"};
    if (head.has_error()) return head.error();
    return HttpReply{std::move(*head), std::move(body)};
}

std::string_view to_text(HttpErrorKind kind) {
    switch (kind) {
        case HttpErrorKind::bad_url:
            return "bad url";
        case HttpErrorKind::forbidden_address:
            return "forbidden address";
        case HttpErrorKind::resolve:
            return "name not resolved";
        case HttpErrorKind::connect:
            return "not connected";
        case HttpErrorKind::untrusted:
            return "certificate not trusted";
        case HttpErrorKind::timeout:
            return "timeout";
        case HttpErrorKind::stalled:
            return "stalled";
        case HttpErrorKind::cut:
            return "connection cut";
        case HttpErrorKind::protocol:
            return "not HTTP";
        case HttpErrorKind::too_large:
            return "too large";
        case HttpErrorKind::refused_by_caller:
            return "refused by the caller";
        case HttpErrorKind::cancelled:
            return "cancelled";
    }
    return "unknown";
}

void throw_exception_from_error(const HttpError& error, const boost::source_location& where) {
    throw std::logic_error("unchecked HTTP error at " + std::string(where.file_name()) + ":" +
                           std::to_string(where.line()) + ": " + std::string(to_text(error.kind)) + ": " +
                           error.detail);
}

}  // namespace lectern
