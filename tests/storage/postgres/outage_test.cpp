#include "tests/storage/postgres_cluster.hpp"
#include "tests/storage/store_fixture.hpp"

#include <atomic>
#include <csignal>
#include <thread>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

// PostgreSQL stops and starts again while the program runs.
class PostgresOutageTest : public StoreTest {
protected:
    ~PostgresOutageTest() override {
        // after a failed test the next tests need the server, too
        if (stopped) PostgresCluster::instance().start();
    }
    void stop() {
        PostgresCluster::instance().stop();
        stopped = true;
    }
    void start() {
        PostgresCluster::instance().start();
        stopped = false;
    }
    bool stopped = false;
};
INSTANTIATE_TEST_SUITE_P(On, PostgresOutageTest, testing::Values(Driver::postgresql));

TEST_P(PostgresOutageTest, CallsFailAsOutagesAndWorkAgainAfterwards) {
    const Lecture lecture = create("a");
    // Several connections of the pool are open and will all be dead.
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] { lectures.list({}); });
    }
    stop();
    for (int i = 0; i < 6; ++i) {
        EXPECT_THROW(lectures.get(lecture.id), StoreUnavailable);
        EXPECT_THROW(lectures.list({}), StoreUnavailable);
        EXPECT_THROW((void)lectures.create(recording("b"), uuid(), now), StoreUnavailable);
    }
    EXPECT_THROW(open_again(), StoreUnavailable);
    start();
    EXPECT_EQ(lectures.get(lecture.id)->name, lecture.name);
    EXPECT_TRUE(lectures.create(recording("b"), uuid(), now).has_value());
    EXPECT_EQ(lectures.list({}).total, 2);
}

TEST_P(PostgresOutageTest, ARestartBetweenTwoCallsIsNotNoticed) {
    create("a");
    for (int i = 0; i < 2; ++i) {
        std::vector<std::jthread> threads;
        for (int k = 0; k < 4; ++k)
            threads.emplace_back([&] { lectures.list({}); });
        threads.clear();
        stop();
        start();
        EXPECT_TRUE(lectures.create(recording("r" + std::to_string(i)), uuid(), now).has_value());
    }
    EXPECT_EQ(lectures.list({}).total, 3);
}

TEST_P(PostgresOutageTest, ATransactionInterruptedByTheOutageIsRolledBack) {
    EXPECT_THROW(database->write([&](Transaction& tx) {
        tx.query({"test", "INSERT INTO secrets (name, value) VALUES ('a', 'b')"});
        if (!stopped) stop();
        tx.query({"test", "SELECT 1"});
    }),
                 StoreUnavailable);
    start();
    EXPECT_EQ(count("secrets"), 0);
}

TEST_P(PostgresOutageTest, OneServerClaimsTheDatabaseAlsoAfterARestart) {
    database->claim_server();
    database->claim_server();
    const auto second = open_again();
    EXPECT_THROW(second->claim_server(), ServerClaimed);
    stop();
    start();
    EXPECT_EQ(count("lectures"), 0);  // the first use of the new server takes the claim again
    const auto third = open_again();
    EXPECT_THROW(third->claim_server(), ServerClaimed);
    database.reset();
    EXPECT_NO_THROW(third->claim_server());
}

TEST_P(PostgresOutageTest, AServerThatLostItsClaimStopsWorking) {
    database->claim_server();
    stop();
    start();
    const auto second = open_again();
    second->claim_server();
    EXPECT_THROW(count("lectures"), StoreUnavailable);
}

TEST_P(PostgresOutageTest, AClaimMayBeMadeBeforeThereAreTables) {
    const auto empty = open_database(empty_database(folder.path()));
    empty->claim_server();
    EXPECT_NO_THROW(empty->migrate());
}

// The session of the claim ends, as when a firewall drops a rarely used connection.
class LostClaimTest : public PostgresOutageTest {
protected:
    void end_session_of_claim() {
        open_again(1)->query(
            {"test", "SELECT pg_terminate_backend(pid, 60000) FROM pg_locks WHERE locktype = 'advisory'"});
    }
};
INSTANTIATE_TEST_SUITE_P(On, LostClaimTest, testing::Values(Driver::postgresql));

TEST_P(LostClaimTest, ItIsTakenAgainWithTheNextHeartbeat) {
    database->claim_server();
    end_session_of_claim();
    jobs.keep_claim();
    EXPECT_THROW(open_again()->claim_server(), ServerClaimed);
}

TEST_P(LostClaimTest, OtherCallsDoNotWaitForTheHeartbeat) {
    EXPECT_EQ(count("lectures"), 0);
    database->claim_server();
    const auto session = open_again(1)
                             ->query({"test", "SELECT pid FROM pg_locks WHERE locktype = 'advisory'"})
                             .front()
                             .integer("pid");
    ASSERT_EQ(::kill(static_cast<pid_t>(session), SIGSTOP), 0);
    std::atomic<bool> asked = false;
    {
        const std::jthread heartbeat([&] {
            asked = true;
            jobs.keep_claim();
        });
        while (!asked)
            std::this_thread::yield();
        for (int i = 0; i < 100; ++i)
            EXPECT_EQ(count("lectures"), 0);
        EXPECT_EQ(::kill(static_cast<pid_t>(session), SIGCONT), 0);
    }
    EXPECT_THROW(open_again()->claim_server(), ServerClaimed);
}

TEST_P(LostClaimTest, AllCallsFailWhileAnotherServerHasTheClaim) {
    EXPECT_EQ(count("lectures"), 0);
    database->claim_server();
    end_session_of_claim();
    const auto second = open_again();
    second->claim_server();
    EXPECT_THROW(jobs.keep_claim(), StoreUnavailable);
    EXPECT_THROW(count("lectures"), StoreUnavailable);
    EXPECT_THROW(jobs.keep_claim(), StoreUnavailable);
    end_session_of_claim();
    EXPECT_EQ(count("lectures"), 0);
    EXPECT_THROW(second->keep_claim(), StoreUnavailable);
}

}  // namespace
}  // namespace lectern::storage::test
