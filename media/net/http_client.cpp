#include "media/net/http_client.hpp"

#include "domain/base/thread_role.hpp"
#include "media/net/curl_transfer.hpp"
#include "media/net/resolve.hpp"
#include "media/net/url.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <stdexcept>

#include <curl/curl.h>

namespace lectern::media {
namespace {

using Clock = std::chrono::steady_clock;

bool same_name(std::string_view a, std::string_view b) {
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

template<class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) return {};
    return value;
}

// A line break inside a header would begin another one.
bool sendable(const HttpRequest& request) {
    auto clean = [](std::string_view text) {
        return std::ranges::none_of(text,
                                    [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
    };
    const auto* raw = std::get_if<RawBody>(&request.body);
    return (!raw || clean(raw->content_type)) &&
           std::ranges::all_of(request.headers, [&](const HttpHeader& header) {
               return !header.name.empty() && clean(header.name) && clean(header.value);
           });
}

}  // namespace

const std::string* HttpHead::find(std::string_view name) const {
    const auto found =
        std::ranges::find_if(headers, [&](const HttpHeader& header) { return same_name(header.name, name); });
    return found == headers.end() ? nullptr : &found->value;
}

std::optional<std::int64_t> HttpHead::content_length() const {
    const std::string* text = find("Content-Length");
    return text ? number<std::int64_t>(*text) : std::nullopt;
}

std::optional<std::chrono::seconds> HttpHead::retry_after() const {
    const std::string* text = find("Retry-After");
    if (!text) return {};
    if (const auto seconds = number<std::int32_t>(*text)) return std::chrono::seconds(*seconds);
    const std::time_t when = curl_getdate(text->c_str(), nullptr);
    if (when < 0) return {};
    return std::chrono::seconds(std::max<std::time_t>(0, when - std::time(nullptr)));
}

HttpClient::HttpClient(Options options) : options_(std::move(options)) {}

HttpResult<HttpHead> HttpClient::send(const HttpRequest& request, const HttpSink& sink,
                                      const WorkControl& control) const {
    assert_may_block("HttpClient::send");
    if (control.stop.stop_requested()) return HttpError{HttpErrorKind::cancelled, {}};
    const auto url = Url::parse(request.url);
    if (!url || (url->scheme != "https" && !options_.allow_http))
        return HttpError{HttpErrorKind::bad_url, "not an address that may be asked"};
    if (!sendable(request)) return HttpError{HttpErrorKind::bad_url, "control characters in a header"};

    const auto start = Clock::now();
    const auto total = request.total.value_or(options_.total);
    const auto deadline = total.count() > 0 ? start + total : Clock::time_point::max();
    const auto connect_by = std::min(deadline, start + options_.connect);
    const auto addresses = resolve_host(url->host, options_.resolver, connect_by, control.stop);
    if (addresses.has_error()) return addresses.error();
    for (const IpAddress& address : *addresses)
        if (!allowed(address, options_.addresses))
            return HttpError{HttpErrorKind::forbidden_address, url->host + " is " + address.text()};
    return Transfer(options_, *url, request, sink, *addresses, connect_by).run(deadline, control.stop);
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
    if (too_large) return HttpError{HttpErrorKind::too_large, "an answer longer than expected"};
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

}  // namespace lectern::media
