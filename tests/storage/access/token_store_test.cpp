#include "storage/access/token_store.hpp"

#include "tests/storage/store_fixture.hpp"

#include <thread>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

class TokenStoreTest : public StoreTest {
protected:
    Token add(const std::string& id) {
        Token token;
        token.id = id;
        token.hash = "hash of " + id;
        token.role = "teacher";
        token.name = "Cô Lan";
        token.created_at = now;
        tokens.create(token);
        return token;
    }

    TokenStore tokens{*database};
};
LECTERN_ON_BOTH_DRIVERS(TokenStoreTest);

TEST_P(TokenStoreTest, AreFoundByHashUntilRevoked) {
    Token bound = add("one");
    bound.id = "two";
    bound.hash = "other";
    bound.client_id = "client-7";
    tokens.create(bound);
    const Token found = tokens.find("other").value();
    EXPECT_EQ(found.id, "two");
    EXPECT_EQ(found.role, "teacher");
    EXPECT_EQ(found.name, "Cô Lan");
    EXPECT_EQ(found.client_id, "client-7");
    EXPECT_EQ(tokens.find("hash of one")->client_id, std::nullopt);
    EXPECT_EQ(tokens.find("nobody's"), std::nullopt);
    ASSERT_TRUE(tokens.revoke("two", now).has_value());
    EXPECT_EQ(tokens.find("other"), std::nullopt);
    EXPECT_FALSE(tokens.is_valid("two"));
    EXPECT_FALSE(tokens.is_valid("three"));
    EXPECT_TRUE(tokens.is_valid("one"));
    ASSERT_TRUE(tokens.revoke("two", now + 5s).has_value());
    EXPECT_EQ(tokens.list().at(1).revoked_at, now) << "the first revocation keeps its time";
    EXPECT_EQ(tokens.revoke("three", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(tokens.list().size(), 2);
}

TEST_P(TokenStoreTest, TwoTokensCannotHaveTheSameHash) {
    Token token = add("one");
    token.id = "two";
    EXPECT_THROW(tokens.create(token), UniqueViolation);
}

TEST_P(TokenStoreTest, LastUseIsWrittenOnceAMinute) {
    add("one");
    EXPECT_EQ(tokens.find("hash of one")->last_used_at, std::nullopt);
    EXPECT_EQ(tokens.use("hash of one", now)->id, "one");
    EXPECT_EQ(tokens.find("hash of one")->last_used_at, now);
    tokens.use("hash of one", now + 59s);
    EXPECT_EQ(tokens.find("hash of one")->last_used_at, now);
    tokens.use("hash of one", now + 60s);
    EXPECT_EQ(tokens.find("hash of one")->last_used_at, now + 60s);
    EXPECT_EQ(tokens.use("nobody's", now), std::nullopt);
}

TEST_P(TokenStoreTest, TheFirstSecretStays) {
    std::vector<std::string> seen(8);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < seen.size(); ++i) {
            threads.emplace_back(
                [&, i] { seen[i] = tokens.secret("signing", "candidate " + std::to_string(i)); });
        }
    }
    EXPECT_THAT(seen, testing::Each(seen[0]));
    EXPECT_EQ(tokens.secret("signing", "late"), seen[0]);
    EXPECT_EQ(tokens.secret("other", "own"), "own");
}

}  // namespace
}  // namespace lectern::storage::test
