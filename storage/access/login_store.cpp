#include "storage/access/login_store.hpp"

#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

const Statement insert_login{"login.insert",
                             "INSERT INTO logins (hash, token_id, created_at, last_used_at, expires_at) "
                             "VALUES ($1, $2, $3, $3, $4)"};
const Statement find_login{"login.find", "SELECT " + token_columns.list("t") +
                                             ", l.hash AS login_hash, l.last_used_at AS login_used_at "
                                             "FROM logins AS l JOIN tokens AS t ON t.id = l.token_id "
                                             "WHERE l.hash = $1 AND l.expires_at > $2 "
                                             "AND t.revoked_at IS NULL"};
const Statement check_login{"login.check",
                            "SELECT 1 FROM logins AS l JOIN tokens AS t ON t.id = l.token_id "
                            "WHERE l.hash = $1 AND l.expires_at > $2 AND t.revoked_at IS NULL"};
const Statement renew_login{"login.renew",
                            "UPDATE logins SET last_used_at = $3, expires_at = $4 "
                            "WHERE hash = $1 AND last_used_at <= $2 RETURNING hash"};
const Statement delete_login{"login.delete", "DELETE FROM logins WHERE hash = $1"};
const Statement delete_more{"login.delete_more",
                            "DELETE FROM logins WHERE token_id = $1 AND hash IN "
                            "(SELECT hash FROM logins WHERE token_id = $1 "
                            "ORDER BY last_used_at DESC, hash LIMIT 100 OFFSET $2)"};
const Statement delete_expired_logins{"login.delete_expired", "DELETE FROM logins WHERE expires_at <= $1"};

}  // namespace

void LoginStore::create(const std::string& hash, const std::string& token_id, const std::string& replaced,
                        Timestamp now) {
    database_.write([&](Transaction& tx) {
        if (!replaced.empty()) tx.query(delete_login, {replaced});
        tx.query(delete_more, {token_id, most_of_a_token - 1});
        tx.query(insert_login, {hash, token_id, to_value(now), to_value(now + lifetime)});
    });
}

std::optional<Login> LoginStore::use(const std::string& hash, Timestamp now) {
    const auto row = first_row(database_.query(find_login, {hash, to_value(now)}));
    if (!row) return std::nullopt;
    Login login{row->text("login_hash"), token_columns.read(*row, "t")};
    const Timestamp stale = now - between_noted_uses;
    if (to_timestamp(row->integer("login_used_at")) > stale) return login;
    try {
        database_.write([&](Transaction& tx) {
            const auto renewed =
                tx.query(renew_login, {hash, to_value(stale), to_value(now), to_value(now + lifetime)});
            login.renewed = !renewed.empty();
            note_token_use(tx, login.token.id, now);
        });
    } catch (const StoreUnavailable&) {
        login.renewed = false;
    }
    return login;
}

bool LoginStore::is_valid(const std::string& hash, Timestamp now) {
    return !database_.query(check_login, {hash, to_value(now)}).empty();
}

void LoginStore::end(const std::string& hash) {
    database_.write([&](Transaction& tx) { tx.query(delete_login, {hash}); });
}

void LoginStore::delete_expired(Timestamp now) {
    database_.write([&](Transaction& tx) { tx.query(delete_expired_logins, {to_value(now)}); });
}

}  // namespace lectern::storage
