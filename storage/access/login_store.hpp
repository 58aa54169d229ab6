#pragma once

#include "domain/base/time.hpp"
#include "storage/access/token_rows.hpp"
#include "storage/sql/database.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace lectern::storage {

// A login that is valid, and the token with which the person logged in.
struct Login {
    std::string hash;  // SHA-256 of the login's secret, hex
    Token token;
    bool renewed = false;  // by this use: it now lasts for LoginStore::lifetime again
};

// Logins of browsers. A login ends at the end of its lifetime without use, and at once with its token. Every
// method blocks and throws StoreUnavailable during an outage.
class LoginStore {
public:
    static constexpr auto lifetime = std::chrono::hours(12);  // after its last use
    // For each token. A further login ends the one that was used least recently.
    static constexpr std::int64_t most_of_a_token = 1000;

    explicit LoginStore(Database& database) : database_(database) {}

    // `replaced`: the hash of another login, which ends; "" if there is none.
    void create(const std::string& hash, const std::string& token_id, const std::string& replaced,
                Timestamp now);

    // Finds a valid login by its hash. Renews it, and stores the time of this use for it and its token, at
    // most once a minute. If the database cannot store it (the disk is full), that is ignored.
    std::optional<Login> use(const std::string& hash, Timestamp now);

    // Whether the login is there, and its token is not revoked.
    bool is_valid(const std::string& hash, Timestamp now);

    void end(const std::string& hash);
    void delete_expired(Timestamp now);

private:
    Database& database_;
};

}  // namespace lectern::storage
