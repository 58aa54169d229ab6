#include "storage/access/token_store.hpp"

#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

const std::string token_columns = "id, hash, role, name, client_id, created_at, last_used_at, revoked_at";

std::optional<Timestamp> optional_time(const Row& row, std::size_t column) {
    const auto milliseconds = row.optional_integer(column);
    if (!milliseconds) return std::nullopt;
    return to_timestamp(*milliseconds);
}

Token to_token(const Row& row) {
    Token token;
    token.id = row.text(0);
    token.hash = row.text(1);
    token.role = row.text(2);
    token.name = row.text(3);
    token.client_id = row.optional_text(4);
    token.created_at = to_timestamp(row.integer(5));
    token.last_used_at = optional_time(row, 6);
    token.revoked_at = optional_time(row, 7);
    return token;
}

}  // namespace

void TokenStore::create(const Token& token) {
    database_.write([&](Transaction& tx) {
        tx.query(
            "INSERT INTO tokens (id, hash, role, name, client_id, created_at, last_used_at, revoked_at) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            {token.id, token.hash, token.role, token.name, to_value(token.client_id),
             to_value(token.created_at), to_value(token.last_used_at), to_value(token.revoked_at)});
    });
}

std::vector<Token> TokenStore::list() {
    std::vector<Token> tokens;
    for (const Row& row :
         database_.query("SELECT " + token_columns + " FROM tokens ORDER BY created_at, id", {})) {
        tokens.push_back(to_token(row));
    }
    return tokens;
}

Result<> TokenStore::revoke(const std::string& id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        const auto rows =
            tx.query("UPDATE tokens SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1 RETURNING id",
                     {id, to_value(now)});
        if (rows.empty()) return refusal(ErrorCode::not_found, "There is no such token.");
        return {};
    });
}

std::optional<Token> TokenStore::find(const std::string& hash) {
    const auto row = first_row(database_.query(
        "SELECT " + token_columns + " FROM tokens WHERE hash = $1 AND revoked_at IS NULL", {hash}));
    if (!row) return std::nullopt;
    return to_token(*row);
}

std::optional<Token> TokenStore::use(const std::string& hash, Timestamp now) {
    const auto token = find(hash);
    const Timestamp stale = now - std::chrono::minutes(1);
    if (!token || (token->last_used_at && *token->last_used_at > stale)) return token;
    try {
        database_.write([&](Transaction& tx) {
            tx.query(
                "UPDATE tokens SET last_used_at = $3 WHERE id = $1 "
                "AND (last_used_at IS NULL OR last_used_at <= $2)",
                {token->id, to_value(stale), to_value(now)});
        });
    } catch (const StoreUnavailable&) {
    }
    return token;
}

std::string TokenStore::secret(const std::string& name, const std::string& candidate) {
    const std::string by_name = "SELECT value FROM secrets WHERE name = $1";
    if (const auto row = first_row(database_.query(by_name, {name}))) return row->text(0);
    std::string value;
    database_.write([&](Transaction& tx) {
        tx.query("INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                 {name, candidate});
        value = tx.query(by_name, {name}).front().text(0);
    });
    return value;
}

}  // namespace lectern::storage
