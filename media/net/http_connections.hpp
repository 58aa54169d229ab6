#pragma once

#include "domain/net/http_client.hpp"

namespace lectern {

// Connections that stay open between requests, for a host that is asked for many small files. Used by one
// thread at a time. The address of each connection was checked when it was made.
class HttpConnections {
public:
    HttpConnections();
    ~HttpConnections();
    HttpConnections(const HttpConnections&) = delete;
    HttpConnections& operator=(const HttpConnections&) = delete;

    void* curl_multi() const { return multi_; }  // CURLM

private:
    void* multi_;
};

}  // namespace lectern
