#pragma once

#include "domain/base/error.hpp"
#include "domain/base/time.hpp"
#include "server/http/server.hpp"

#include <functional>
#include <string>

namespace lectern::storage {
class ClassroomStore;
}

namespace lectern::api {

class MediaUrls;
class TokenLookups;

// What the access check uses. All of it must outlive the server and be thread-safe.
struct AccessServices {
    http::BlockingPool& database;
    TokenLookups& tokens;
    storage::ClassroomStore& classrooms;  // stores the hashes of the secrets of calendar addresses
    const MediaUrls& media_urls;
    bool tokens_required;  // auth.mode = required
    std::function<Timestamp()> now;
};

// Decides who may call a route: the row says who may call it; the token, the cookie of a login, the signed
// address or the secret of a calendar says who calls. A token counts more than a cookie.
http::Authorize authorizer(AccessServices services);

// The SHA-256 of a token or of a login's secret, in hex. The database stores it in place of them.
std::string token_hash(const std::string& token);

// Why a request is refused that changes something by a cookie, which a browser adds by itself.
Error not_from_own_page();

}  // namespace lectern::api
