#include "server/api/access/media_urls.hpp"

#include "domain/base/hex.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace lectern::api {
namespace {

std::int64_t seconds_of(Timestamp moment) {
    return std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
}

std::optional<std::int64_t> number(const std::string* text) {
    std::int64_t value = 0;
    if (!text) return {};
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size()) return {};
    return value;
}

}  // namespace

std::string MediaUrls::sign(std::int64_t snippet_id, std::int64_t expires) const {
    const std::string message = "clip " + std::to_string(snippet_id) + " until " + std::to_string(expires);
    std::array<unsigned char, 32> digest{};
    HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
         reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(), nullptr);
    return to_hex(digest);
}

// Rounded up to a multiple of a quarter of the validity, so that polls get the same address for a while and
// caches can keep the clip.
std::int64_t MediaUrls::expiry(Timestamp now) const {
    const std::int64_t step = std::max<std::int64_t>(1, good_for_ / 4);
    return (seconds_of(now) + good_for_ + step - 1) / step * step;
}

Timestamp MediaUrls::same_until(Timestamp now) const {
    return Timestamp(std::chrono::seconds(expiry(now) - good_for_ + 1));
}

std::optional<std::string> MediaUrls::of(const Snippet& snippet, Timestamp now) const {
    if (!snippet.clip) return {};
    const std::int64_t expires = expiry(now);
    const std::string id = std::to_string(snippet.id);
    return "/api/v1/snippets/" + id + "/download?clip=" + id + "&expires=" + std::to_string(expires) +
           "&signature=" + sign(snippet.id, expires);
}

std::optional<std::int64_t> MediaUrls::verify(const http::Request& request, Timestamp now) const {
    const auto clip = number(request.query_value("clip"));
    const auto expires = number(request.query_value("expires"));
    const std::string* signature = request.query_value("signature");
    if (!clip || !expires || !signature || *expires <= seconds_of(now)) return {};
    const std::string expected = sign(*clip, *expires);
    if (signature->size() != expected.size() ||
        CRYPTO_memcmp(signature->data(), expected.data(), expected.size()) != 0)
        return {};
    return clip;
}

}  // namespace lectern::api
