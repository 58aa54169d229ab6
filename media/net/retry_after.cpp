#include "media/net/retry_after.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <cstdint>
#include <ctime>

#include <curl/curl.h>

namespace lectern::media {

std::optional<std::chrono::seconds> retry_after(const HttpHead& head) {
    const std::string* text = head.find("Retry-After");
    if (!text) return {};
    if (const auto seconds = ascii::parse_number<std::int32_t>(*text)) return std::chrono::seconds(*seconds);
    const std::time_t when = curl_getdate(text->c_str(), nullptr);
    if (when < 0) return {};
    return std::chrono::seconds(std::max<std::time_t>(0, when - std::time(nullptr)));
}

}  // namespace lectern::media
