#pragma once

#include "domain/base/time.hpp"
#include "domain/lecture/lecture.hpp"
#include "server/http/message.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::api {

// Addresses that players can open without a header: good for one snippet until they expire, signed with
// HMAC-SHA-256. Immutable after construction.
class MediaUrls {
public:
    // `key`: at least 32 random bytes. `good_for`: seconds.
    MediaUrls(std::string key, std::int64_t good_for) : key_(std::move(key)), good_for_(good_for) {}

    // "/api/v1/snippets/101/download?clip=101&expires=...&signature=..."; nullopt until the snippet is cut.
    std::optional<std::string> of(const Snippet& snippet, Timestamp now) const;

    // Until then `of` gives the same address as it does now.
    Timestamp same_until(Timestamp now) const;

    // The snippet that the request's signature allows; nullopt without a signature, with a false or an
    // expired one.
    std::optional<std::int64_t> verify(const http::Request& request, Timestamp now) const;

private:
    std::int64_t expiry(Timestamp now) const;
    std::string sign(std::int64_t snippet_id, std::int64_t expires) const;

    std::string key_;
    std::int64_t good_for_;
};

}  // namespace lectern::api
