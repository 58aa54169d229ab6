#include "media/net/libcurl.hpp"

#include <stdexcept>

#include <curl/curl.h>

namespace lectern::media {

void start_libcurl() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error("libcurl does not start");
}

}  // namespace lectern::media
