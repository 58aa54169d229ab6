#pragma once

#include "domain/base/time.hpp"
#include "domain/lecture/lecture.hpp"
#include "server/http/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::api {

// Signed addresses (HMAC-SHA-256), which players can open without a token (<video>, <track>, EventSource).
// Each is valid for one thing until it expires. Immutable after construction.
class MediaUrls {
public:
    // `key`: at least 32 random bytes. `good_for`: the minimum validity, in seconds.
    MediaUrls(std::string key, std::int64_t good_for) : key_(std::move(key)), good_for_(good_for) {}

    // "/api/v1/snippets/101/download?clip=101&expires=...&signature=..."; nullopt until the snippet is cut.
    std::optional<std::string> of(const Snippet& snippet, Timestamp now) const;
    // A lecture's events, and what was said in it as WebVTT. A signature for one of them opens the other,
    // too.
    std::string events_of(std::int64_t lecture_id, Timestamp now) const;
    std::string captions_of(std::int64_t lecture_id, Timestamp now) const;
    // nullopt until the recording has come in
    std::optional<std::string> recording_of(const Lecture& lecture, Timestamp now) const;
    // Of a proxy that is there. The signature is that of the recording.
    std::string proxy_of(std::int64_t lecture_id, Timestamp now) const;

    // Until this time the addresses are the same as at `now`.
    Timestamp same_until(Timestamp now) const;

    struct Allowed {
        std::int64_t id;
        std::int64_t until;  // seconds since 1970
    };
    // The number of the snippet or of the lecture that the signature of the request allows; nullopt if the
    // signature is missing, wrong or expired, or is for another kind of thing.
    std::optional<Allowed> allowed_clip(const http::Request& request, Timestamp now) const;
    std::optional<Allowed> allowed_lecture(const http::Request& request, Timestamp now) const;
    std::optional<Allowed> allowed_recording(const http::Request& request, Timestamp now) const;

private:
    std::int64_t expiry(Timestamp now) const;
    // `subject`: the name of the query's member, which says what the number is of.
    std::string sign(std::string_view subject, std::int64_t id, std::int64_t expires) const;
    std::string signature_fields(std::string_view subject, std::int64_t id, Timestamp now) const;
    std::optional<Allowed> verify(std::string_view subject, const http::Request& request,
                                  Timestamp now) const;

    std::string key_;
    std::int64_t good_for_;
};

}  // namespace lectern::api
