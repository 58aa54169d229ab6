#pragma once

#include "domain/net/http_client.hpp"
#include "media/net/resolve.hpp"

namespace lectern::media {

// The client on libcurl. Before it connects, the host is resolved once; if any of its addresses is not
// allowed by the policy nothing is sent; the connection goes to one of the addresses that were checked. Calls
// share nothing but the options.
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
