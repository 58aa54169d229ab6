#pragma once

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

// What decides who may call. All of it outlives the server and may be used by any thread.
struct AccessServices {
    http::BlockingPool& database;
    TokenLookups& tokens;
    storage::ClassroomStore& classrooms;  // has the secrets of calendar addresses
    const MediaUrls& media_urls;
    bool tokens_required;  // auth.mode = required
    std::function<Timestamp()> now;
};

// Who may call what: the route's row says what is needed, the token or the signed address says who calls.
http::Authorize authorizer(AccessServices services);

// SHA-256 of a token, hex: what the database knows of it.
std::string token_hash(const std::string& token);

}  // namespace lectern::api
