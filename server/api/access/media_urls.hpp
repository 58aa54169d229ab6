#pragma once

#include "domain/base/time.hpp"
#include "domain/lecture/lecture.hpp"
#include "server/http/message.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::api {

// Signed addresses (HMAC-SHA-256) of clips, which players can open without a token. Each is valid for one
// snippet until it expires. Immutable after construction.
class MediaUrls {
public:
    // `key`: at least 32 random bytes. `good_for`: the minimum validity, in seconds.
    MediaUrls(std::string key, std::int64_t good_for) : key_(std::move(key)), good_for_(good_for) {}

    // "/api/v1/snippets/101/download?clip=101&expires=...&signature=..."; nullopt until the snippet is cut.
    std::optional<std::string> of(const Snippet& snippet, Timestamp now) const;

    // Until this time `of` gives the same address as at `now`.
    Timestamp same_until(Timestamp now) const;

    // The number of the snippet that the signature of the request allows; nullopt if the signature is
    // missing, wrong or expired.
    std::optional<std::int64_t> verify(const http::Request& request, Timestamp now) const;

private:
    std::int64_t expiry(Timestamp now) const;
    std::string sign(std::int64_t snippet_id, std::int64_t expires) const;

    std::string key_;
    std::int64_t good_for_;
};

}  // namespace lectern::api
