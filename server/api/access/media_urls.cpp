#include "server/api/access/media_urls.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/hex.hpp"

#include <algorithm>
#include <array>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace lectern::api {
namespace {

constexpr std::string_view clip = "clip";
constexpr std::string_view lecture = "session";
constexpr std::string_view recording = "recording";

std::int64_t seconds_of(Timestamp moment) {
    return std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
}

std::optional<std::int64_t> number(const std::string* text) {
    return text ? ascii::parse_number<std::int64_t>(*text) : std::nullopt;
}

}  // namespace

std::string MediaUrls::sign(std::string_view subject, std::int64_t id, std::int64_t expires) const {
    const std::string message =
        std::string(subject) + " " + std::to_string(id) + " until " + std::to_string(expires);
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

std::string MediaUrls::signature_fields(std::string_view subject, std::int64_t id, Timestamp now) const {
    const std::int64_t expires = expiry(now);
    return std::string(subject) + "=" + std::to_string(id) + "&expires=" + std::to_string(expires) +
           "&signature=" + sign(subject, id, expires);
}

std::optional<std::string> MediaUrls::of(const Snippet& snippet, Timestamp now) const {
    if (!snippet.clip) return {};
    return "/api/v1/snippets/" + std::to_string(snippet.id) + "/download?" +
           signature_fields(clip, snippet.id, now);
}

std::string MediaUrls::events_of(std::int64_t lecture_id, Timestamp now) const {
    return "/api/v1/jobs/" + std::to_string(lecture_id) + "/events?" +
           signature_fields(lecture, lecture_id, now);
}

std::string MediaUrls::captions_of(std::int64_t lecture_id, Timestamp now) const {
    return "/api/v1/sessions/" + std::to_string(lecture_id) + "/transcript?format=vtt&" +
           signature_fields(lecture, lecture_id, now);
}

std::optional<std::string> MediaUrls::recording_of(const Lecture& of, Timestamp now) const {
    if (!of.recording) return {};
    return "/api/v1/sessions/" + std::to_string(of.id) + "/recording?" +
           signature_fields(recording, of.id, now);
}

std::string MediaUrls::proxy_of(std::int64_t lecture_id, Timestamp now) const {
    return "/api/v1/sessions/" + std::to_string(lecture_id) + "/proxy?" +
           signature_fields(recording, lecture_id, now);
}

std::optional<MediaUrls::Allowed> MediaUrls::allowed_clip(const http::Request& request, Timestamp now) const {
    return verify(clip, request, now);
}

std::optional<MediaUrls::Allowed> MediaUrls::allowed_lecture(const http::Request& request,
                                                             Timestamp now) const {
    return verify(lecture, request, now);
}

std::optional<MediaUrls::Allowed> MediaUrls::allowed_recording(const http::Request& request,
                                                               Timestamp now) const {
    return verify(recording, request, now);
}

std::optional<MediaUrls::Allowed> MediaUrls::verify(std::string_view subject, const http::Request& request,
                                                    Timestamp now) const {
    const auto id = number(request.query_value(subject));
    const auto expires = number(request.query_value("expires"));
    const std::string* signature = request.query_value("signature");
    if (!id || !expires || !signature || *expires <= seconds_of(now)) return {};
    const std::string expected = sign(subject, *id, *expires);
    if (signature->size() != expected.size() ||
        CRYPTO_memcmp(signature->data(), expected.data(), expected.size()) != 0)
        return {};
    return Allowed{*id, *expires};
}

}  // namespace lectern::api
