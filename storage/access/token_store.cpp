#include "storage/access/token_store.hpp"

#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

const Statement insert_token{"token.insert", token_columns.insert_into("tokens")};
const Statement list_tokens{"token.list",
                            "SELECT " + token_columns.list() + " FROM tokens ORDER BY created_at, id"};
const Statement revoke_token{
    "token.revoke", "UPDATE tokens SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1 RETURNING id"};
const Statement find_token{
    "token.find", "SELECT " + token_columns.list() + " FROM tokens WHERE hash = $1 AND revoked_at IS NULL"};
const Statement check_token{"token.check", "SELECT id FROM tokens WHERE id = $1 AND revoked_at IS NULL"};
const Statement find_secret{"secret.find", "SELECT value FROM secrets WHERE name = $1"};
const Statement insert_secret{
    "secret.insert", "INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"};

}  // namespace

void TokenStore::create(const Token& token) {
    database_.write([&](Transaction& tx) { tx.query(insert_token, token_columns.values(token)); });
}

std::vector<Token> TokenStore::list() {
    return token_columns.read_all(database_.query(list_tokens));
}

Result<> TokenStore::revoke(const std::string& id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (tx.query(revoke_token, {id, to_value(now)}).empty())
            return Error::not_found("There is no such token.");
        return {};
    });
}

std::optional<Token> TokenStore::find(const std::string& hash) {
    return token_columns.read_first(database_.query(find_token, {hash}));
}

std::optional<Token> TokenStore::use(const std::string& hash, Timestamp now) {
    const auto token = find(hash);
    if (!token || (token->last_used_at && *token->last_used_at > now - between_noted_uses)) return token;
    try {
        database_.write([&](Transaction& tx) { note_token_use(tx, token->id, now); });
    } catch (const StoreUnavailable&) {
    }
    return token;
}

bool TokenStore::is_valid(const std::string& id) {
    return !database_.query(check_token, {id}).empty();
}

std::string TokenStore::secret(const std::string& name, const std::string& candidate) {
    if (const auto row = first_row(database_.query(find_secret, {name}))) return row->text("value");
    std::string value;
    database_.write([&](Transaction& tx) {
        tx.query(insert_secret, {name, candidate});
        value = tx.query(find_secret, {name}).front().text("value");
    });
    return value;
}

}  // namespace lectern::storage
