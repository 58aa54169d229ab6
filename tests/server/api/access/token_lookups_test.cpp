#include "server/api/access/token_lookups.hpp"

#include "tests/storage/store_fixture.hpp"

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>

namespace lectern::api {
namespace {

namespace asio = boost::asio;

class TokenLookupsTest : public storage::test::StoreTest {
protected:
    TokenLookupsTest() {
        for (const std::string id : {"one", "two"}) {
            storage::Token token;
            token.id = id;
            token.hash = "hash of " + id;
            token.role = "viewer";
            token.created_at = now;
            tokens.create(token);
        }
    }

    // What a caller got: the token's id, "refused", or "failed".
    using Answers = std::vector<std::string>;

    static void ask(asio::io_context& on, TokenLookups& lookups, const std::string& id, Answers& into) {
        asio::co_spawn(on, lookups.use("hash of " + id),
                       [&into](std::exception_ptr error, std::shared_ptr<const storage::Token> token) {
                           into.push_back(error ? "failed" : token ? token->id : "refused");
                       });
    }

    static void ask_for_login(asio::io_context& on, TokenLookups& lookups, const std::string& hash,
                              Answers& into) {
        asio::co_spawn(on, lookups.use_login(hash),
                       [&into](std::exception_ptr error, std::shared_ptr<const storage::Login> login) {
                           into.push_back(error ? "failed" : login ? login->token.id : "refused");
                       });
    }

    storage::TokenStore tokens{*database};
    storage::LoginStore logins{*database};
    asio::io_context loop;
    Answers answers;
};
LECTERN_ON_BOTH_DRIVERS(TokenLookupsTest);

TEST_P(TokenLookupsTest, RequestsThatComeTogetherShareOneRound) {
    http::BlockingPool pool(2, 8);
    TokenLookups lookups(tokens, logins, pool, [this] { return now; });
    for (const auto* id : {"one", "two", "one", "nobody", "one"})
        ask(loop, lookups, id, answers);
    loop.run();
    EXPECT_THAT(answers, testing::ElementsAre("one", "two", "one", "refused", "one"));
    EXPECT_EQ(pool.counters().finished + pool.counters().running, 1);
    EXPECT_EQ(tokens.find("hash of two")->last_used_at, now);
}

TEST_P(TokenLookupsTest, LoginsShareTheRoundOfTokens) {
    http::BlockingPool pool(2, 8);
    TokenLookups lookups(tokens, logins, pool, [this] { return now; });
    logins.create("login of two", "two", "", now);
    ask(loop, lookups, "one", answers);
    for (const auto* hash : {"login of two", "hash of two", "login of two"})
        ask_for_login(loop, lookups, hash, answers);
    ask(loop, lookups, "two", answers);
    loop.run();
    EXPECT_THAT(answers, testing::ElementsAre("one", "two", "refused", "two", "two"));
    EXPECT_EQ(pool.counters().finished + pool.counters().running, 1);
}

TEST_P(TokenLookupsTest, EveryIoThreadGetsItsOwnAnswers) {
    http::BlockingPool pool(2, 8);
    TokenLookups lookups(tokens, logins, pool, [this] { return now; });
    std::vector<Answers> of_one(4), of_two(4);
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < of_one.size(); ++t) {
        threads.emplace_back([&, t] {
            for (int round = 0; round < 20; ++round) {
                asio::io_context own;
                for (int i = 0; i < 5; ++i) {
                    ask(own, lookups, "one", of_one[t]);
                    ask(own, lookups, "two", of_two[t]);
                }
                own.run();
            }
        });
    }
    threads.clear();
    EXPECT_THAT(of_one, testing::Each(Answers(100, "one")));
    EXPECT_THAT(of_two, testing::Each(Answers(100, "two")));
}

TEST_P(TokenLookupsTest, ATokenThatIsRevokedDuringALookUpIsRefusedToLaterRequests) {
    http::BlockingPool pool(2, 8);
    std::latch begun(1), revoked(1);
    std::atomic<bool> is_first{true};
    TokenLookups lookups(tokens, logins, pool, [&] {
        if (is_first.exchange(false)) {
            begun.count_down();
            revoked.wait();
        }
        return now;
    });
    ask(loop, lookups, "two", answers);
    std::jthread others([&] {
        begun.wait();
        ASSERT_TRUE(tokens.revoke("one", now).has_value());
        asio::io_context own;
        Answers theirs;
        ask(own, lookups, "one", theirs);
        own.run();  // while the first look-up goes on
        EXPECT_THAT(theirs, testing::ElementsAre("refused"));
        revoked.count_down();
    });
    loop.run();
    EXPECT_THAT(answers, testing::ElementsAre("two"));
}

TEST_P(TokenLookupsTest, AllWaitingRequestsGetTheFailure) {
    http::BlockingPool full(1, 0);
    std::latch busy(1), done(1);
    full.submit([&] {
        busy.count_down();
        done.wait();
    });
    busy.wait();
    TokenLookups lookups(tokens, logins, full, [this] { return now; });
    ask(loop, lookups, "one", answers);
    ask(loop, lookups, "two", answers);
    loop.run();
    EXPECT_THAT(answers, testing::ElementsAre("failed", "failed"));
    done.count_down();

    http::BlockingPool pool(1, 8);
    TokenLookups without_table(tokens, logins, pool, [this] { return now; });
    database->write([](storage::Transaction& tx) {
        tx.query({"test", "DROP TABLE logins"});
        tx.query({"test", "DROP TABLE tokens"});
    });
    ask(loop, without_table, "one", answers);
    ask(loop, without_table, "one", answers);
    loop.restart();
    loop.run();
    EXPECT_THAT(answers, testing::ElementsAre("failed", "failed", "failed", "failed"));
}

}  // namespace
}  // namespace lectern::api
