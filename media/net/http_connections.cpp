#include "media/net/http_connections.hpp"

#include "media/net/libcurl.hpp"

#include <new>

#include <curl/curl.h>

namespace lectern {
namespace {

constexpr long most_kept = 4;  // connections

}  // namespace

HttpConnections::HttpConnections() {
    media::start_libcurl();
    multi_ = curl_multi_init();
    if (!multi_) throw std::bad_alloc();
    curl_multi_setopt(static_cast<CURLM*>(multi_), CURLMOPT_MAXCONNECTS, most_kept);
}

HttpConnections::~HttpConnections() {
    curl_multi_cleanup(static_cast<CURLM*>(multi_));
}

}  // namespace lectern
