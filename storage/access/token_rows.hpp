#pragma once

#include "domain/base/time.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>

namespace lectern::storage {

// An access token as it is stored: never the token itself.
struct Token {
    std::string id;                        // short public handle for list and revoke
    std::string hash;                      // SHA-256 of the token, hex
    std::string role;                      // "admin", "teacher", "viewer"
    std::string name;                      // a label: whose token it is
    std::optional<std::string> client_id;  // the only client that it may act for; none: any
    Timestamp created_at{};
    std::optional<Timestamp> last_used_at;
    std::optional<Timestamp> revoked_at;
};

inline constexpr Columns<Token> token_columns{
    column<&Token::id>("id"),
    column<&Token::hash>("hash"),
    column<&Token::role>("role"),
    column<&Token::name>("name"),
    column<&Token::client_id>("client_id"),
    column<&Token::created_at>("created_at"),
    column<&Token::last_used_at>("last_used_at"),
    column<&Token::revoked_at>("revoked_at"),
};

// The time of a use is stored at most once in this time.
inline constexpr auto between_noted_uses = std::chrono::minutes(1);

// Stores that the token is used now, if its last stored use is old enough.
void note_token_use(Transaction& tx, const std::string& token_id, Timestamp now);

}  // namespace lectern::storage
