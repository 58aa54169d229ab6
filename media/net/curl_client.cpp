#include "media/net/curl_client.hpp"

#include "domain/base/thread_role.hpp"
#include "media/net/address.hpp"
#include "media/net/curl_transfer.hpp"
#include "media/net/url.hpp"

#include <algorithm>
#include <chrono>

namespace lectern::media {
namespace {

using Clock = std::chrono::steady_clock;

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

HttpResult<HttpHead> CurlClient::exchange(const HttpRequest& request, const HttpSink& sink,
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
    const auto addresses = resolve_host(url->host, resolver_, connect_by, control.stop);
    if (addresses.has_error()) return addresses.error();
    for (const IpAddress& address : *addresses)
        if (!allowed(address, options_.addresses))
            return HttpError{HttpErrorKind::forbidden_address, url->host + " is " + address.text()};
    return CurlTransfer(options_, *url, request, sink, *addresses, connect_by).run(deadline, control.stop);
}

}  // namespace lectern::media
