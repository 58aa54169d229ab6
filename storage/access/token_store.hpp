#pragma once

#include "domain/base/error.hpp"
#include "domain/base/time.hpp"
#include "storage/access/token_rows.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// Tokens and secrets. Every method blocks and throws StoreUnavailable during an outage.
class TokenStore {
public:
    explicit TokenStore(Database& database) : database_(database) {}

    void create(const Token& token);
    std::vector<Token> list();
    // To revoke a token again is no error. Error: not_found.
    Result<> revoke(const std::string& id, Timestamp now);

    // Finds a token by its hash; nullopt also for a revoked token.
    std::optional<Token> find(const std::string& hash);

    // The same as find(). Also stores the time of this use, at most once a minute; if the database cannot
    // store it (the disk is full), that is ignored.
    std::optional<Token> use(const std::string& hash, Timestamp now);

    // Whether the token with this public handle is there and not revoked.
    bool is_valid(const std::string& id);

    // The secret, such as a signing key, that is stored under `name`. If there is none yet, stores
    // `candidate`, a random value, and returns it.
    std::string secret(const std::string& name, const std::string& candidate);

private:
    Database& database_;
};

}  // namespace lectern::storage
