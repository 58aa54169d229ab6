#pragma once

#include "domain/base/error.hpp"
#include "domain/base/time.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// An access token as it is stored: never the token itself.
struct Token {
    std::string id;                        // short public handle for list and revoke
    std::string hash;                      // SHA-256 of the token, hex
    std::string role;                      // "admin", "teacher", "viewer"
    std::string name;                      // whose it is; a label
    std::optional<std::string> client_id;  // bound to one client, or none
    Timestamp created_at{};
    std::optional<Timestamp> last_used_at;
    std::optional<Timestamp> revoked_at;
};

class TokenStore {
public:
    explicit TokenStore(Database& database) : database_(database) {}

    void create(const Token& token);
    std::vector<Token> list();
    Result<> revoke(const std::string& id, Timestamp now);

    // By hash; revoked tokens are not found.
    std::optional<Token> find(const std::string& hash);

    // The same, and notes the time of this use, at most once a minute. A failure to note it (the disk is
    // full) is ignored.
    std::optional<Token> use(const std::string& hash, Timestamp now);

    // The secret, such as a signing key, that the database keeps under `name`. The first call stores
    // `candidate`, which is random.
    std::string secret(const std::string& name, const std::string& candidate);

private:
    Database& database_;
};

}  // namespace lectern::storage
