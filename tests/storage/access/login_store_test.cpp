#include "storage/access/login_store.hpp"

#include "storage/access/token_store.hpp"
#include "tests/storage/store_fixture.hpp"

namespace lectern::storage::test {
namespace {

class LoginStoreTest : public StoreTest {
protected:
    LoginStoreTest() {
        for (const std::string id : {"lan", "minh"}) {
            Token token;
            token.id = id;
            token.hash = "token of " + id;
            token.role = "teacher";
            token.name = "Cô " + id;
            token.created_at = now;
            tokens.create(token);
        }
    }
    void log_in(const std::string& hash, const std::string& token = "lan", const std::string& replaced = "") {
        logins.create(hash, token, replaced, now);
    }
    bool is_in(const std::string& hash) {
        const bool valid = logins.is_valid(hash, now);
        EXPECT_EQ(logins.use(hash, now).has_value(), valid) << hash;
        return valid;
    }

    TokenStore tokens{*database};
    LoginStore logins{*database};
};
LECTERN_ON_BOTH_DRIVERS(LoginStoreTest);

TEST_P(LoginStoreTest, AreFoundWithTheirTokens) {
    log_in("one");
    log_in("two", "minh");
    const Login found = logins.use("two", now).value();
    EXPECT_EQ(found.hash, "two");
    EXPECT_EQ(found.token.id, "minh");
    EXPECT_EQ(found.token.role, "teacher");
    EXPECT_EQ(found.token.name, "Cô minh");
    EXPECT_FALSE(found.renewed);
    EXPECT_FALSE(is_in("three"));
    logins.end("two");
    EXPECT_FALSE(is_in("two"));
    EXPECT_TRUE(is_in("one"));
    logins.end("two");
}

TEST_P(LoginStoreTest, EndWithTheirToken) {
    log_in("one");
    log_in("two", "minh");
    ASSERT_TRUE(tokens.revoke("lan", now).has_value());
    EXPECT_FALSE(is_in("one"));
    EXPECT_TRUE(is_in("two"));
}

TEST_P(LoginStoreTest, LastTwelveHoursAfterTheirLastUse) {
    log_in("one");
    now += 12h - 1ms;
    EXPECT_TRUE(logins.use("one", now).value().renewed);
    now += 12h - 1ms;
    EXPECT_TRUE(is_in("one"));
    now += 12h;
    EXPECT_FALSE(is_in("one"));
}

TEST_P(LoginStoreTest, AreRenewedOnceAMinute) {
    log_in("one");
    EXPECT_FALSE(logins.use("one", now + 59s).value().renewed);
    EXPECT_EQ(tokens.find("token of lan")->last_used_at, std::nullopt);
    EXPECT_TRUE(logins.use("one", now + 60s).value().renewed);
    EXPECT_FALSE(logins.use("one", now + 61s).value().renewed);
    EXPECT_EQ(tokens.find("token of lan")->last_used_at, now + 60s);
}

TEST_P(LoginStoreTest, ALoginReplacesTheOneBeforeIt) {
    log_in("one");
    log_in("two", "minh", "one");
    EXPECT_FALSE(is_in("one"));
    EXPECT_TRUE(is_in("two"));
}

TEST_P(LoginStoreTest, OnlyTheExpiredAreDeleted) {
    log_in("old");
    now += 1h;
    log_in("new");
    now += 11h;
    logins.delete_expired(now);
    EXPECT_EQ(count("logins"), 1);
    EXPECT_TRUE(is_in("new"));
}

TEST_P(LoginStoreTest, OfOneTokenAreBounded) {
    log_in("other", "minh");
    log_in("first");
    for (int i = 0; i < LoginStore::most_of_a_token; ++i) {
        now += 1s;
        log_in("login " + std::to_string(i));
    }
    EXPECT_EQ(count("logins"), LoginStore::most_of_a_token + 1);
    EXPECT_FALSE(is_in("first")) << "it was used least recently";
    EXPECT_TRUE(is_in("login 0"));
    EXPECT_TRUE(is_in("other"));
}

}  // namespace
}  // namespace lectern::storage::test
