#pragma once

#include "domain/net/http_client.hpp"
#include "media/net/resolve.hpp"

namespace lectern::media {

// The client that uses libcurl. It resolves the host once and checks all addresses against the policy. If
// the policy does not allow one of them, nothing is sent. It connects to one of the addresses that it has
// checked, and to no other. Calls share nothing but the options.
class CurlClient final : public HttpClient {
public:
    // `resolver`: empty for the system's.
    explicit CurlClient(HttpClientOptions options, HostResolver resolver = {})
        : options_(std::move(options)), resolver_(std::move(resolver)) {}

private:
    HttpResult<HttpHead> exchange(const HttpRequest& request, const HttpSink& sink,
                                  const WorkControl& control) const override;

    HttpClientOptions options_;
    HostResolver resolver_;
};

}  // namespace lectern::media
