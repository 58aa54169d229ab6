#include "domain/base/thread_role.hpp"
#include "tests/storage/store_fixture.hpp"

#include <atomic>
#include <latch>
#include <thread>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::HasSubstr;

class DatabaseTest : public StoreTest {
protected:
    void set_secret(Transaction& tx, const std::string& name, const std::string& value) {
        tx.query({"test", "INSERT INTO secrets (name, value) VALUES ($1, $2)"}, {name, value});
    }
};
LECTERN_ON_BOTH_DRIVERS(DatabaseTest);

TEST_P(DatabaseTest, SaysWhichDriverItIs) {
    EXPECT_EQ(database->driver(), name_of(GetParam()));
}

TEST_P(DatabaseTest, MigratesAnEmptyDatabaseOnceHoweverManyStartAtOnce) {
    const TemporaryFolder other;
    const DatabaseOptions empty = empty_database(other.path());
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] { EXPECT_NO_THROW(open_database(empty)->migrate()); });
    }
    const auto opened = open_database(empty);
    const auto versions = [&] {
        return opened->query({"test", "SELECT count(*) AS n, max(version) AS newest FROM schema_migrations"})
            .front();
    };
    EXPECT_GE(versions().integer("n"), 1);
    EXPECT_EQ(versions().integer("n"), versions().integer("newest"));
    opened->migrate();
    EXPECT_EQ(versions().integer("n"), versions().integer("newest"));
    EXPECT_EQ(opened->query({"test", "SELECT count(*) AS n FROM lectures"}).front().integer("n"), 0);
}

TEST_P(DatabaseTest, RefusesASchemaOfTheFuture) {
    database->write([](Transaction& tx) {
        tx.query({"test", "INSERT INTO schema_migrations (version, name) VALUES ($1, 'future')"},
                 {std::int64_t{99}});
    });
    EXPECT_THROW(open_again()->migrate(), SchemaTooNew);
}

TEST_P(DatabaseTest, ValuesComeBackAsTheyWere) {
    const std::string text = "Tiếng Việt 'quoted' \\ \xF0\x9F\x8E\x93 $1";
    database->write([&](Transaction& tx) {
        tx.query(
            {"test",
             "INSERT INTO jobs (id, kind, scope, state, priority, serial_key, payload, max_attempts, "
             "progress, "
             "run_at, created_at, updated_at) VALUES ($3, $4, $4, 'queued', $1, $4, $4, $1, $2, $1, $1, $1)"},
            {std::int64_t{9'007'199'254'740'993}, 0.1 + 0.2, std::string("id"), text});
    });
    const auto rows = database->query(
        {"test", "SELECT priority, progress, payload, lecture_id FROM jobs WHERE id = $1"}, {"id"});
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows[0].integer("priority"), 9'007'199'254'740'993);
    EXPECT_EQ(rows[0].real("progress"), 0.1 + 0.2);
    EXPECT_EQ(rows[0].text("payload"), text);
    EXPECT_TRUE(rows[0].is_null("lecture_id"));
    EXPECT_EQ(rows[0].optional_integer("lecture_id"), std::nullopt);
    EXPECT_THROW(rows[0].text("priority"), std::logic_error);
    EXPECT_THROW(rows[0].integer("id"), std::logic_error);
}

TEST_P(DatabaseTest, RefusesTextThatOneDriverCannotStore) {
    for (const std::string& text :
         {std::string("a\0b", 3), std::string("\xC3("), std::string("\xED\xA0\x80")}) {
        EXPECT_THROW(database->query({"test", "SELECT 1 FROM secrets WHERE name = $1"}, {text}),
                     std::invalid_argument);
        EXPECT_THROW(database->write([&](Transaction& tx) { set_secret(tx, "name", text); }),
                     std::invalid_argument);
    }
    EXPECT_EQ(count("secrets"), 0);
}

TEST_P(DatabaseTest, AnExceptionUndoesTheTransactionAndTheConnectionStaysUsable) {
    EXPECT_THROW(database->write([&](Transaction& tx) {
        set_secret(tx, "a", "1");
        throw std::domain_error("no");
    }),
                 std::domain_error);
    EXPECT_EQ(count("secrets"), 0);
    database->write([&](Transaction& tx) { set_secret(tx, "a", "2"); });
    EXPECT_EQ(count("secrets"), 1);
}

TEST_P(DatabaseTest, UniqueViolationsHaveTheirOwnType) {
    database->write([&](Transaction& tx) { set_secret(tx, "a", "1"); });
    EXPECT_THROW(database->write([&](Transaction& tx) { set_secret(tx, "a", "2"); }), UniqueViolation);
    EXPECT_EQ(count("secrets WHERE value = '1'"), 1);
}

TEST_P(DatabaseTest, ABadStatementIsNotAnOutage) {
    try {
        database->query({"test", "SELECT nothing FROM lectures"});
        FAIL() << "no exception";
    } catch (const StoreUnavailable&) {
        FAIL() << "reported as an outage";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("nothing"));
    }
}

TEST_P(DatabaseTest, AReadSeesOneMoment) {
    database->read([&](Transaction& tx) {
        const auto before = tx.query({"test", "SELECT count(*) AS n FROM secrets"}).front().integer("n");
        std::jthread([&] {
            database->write([&](Transaction& other) { set_secret(other, "a", "1"); });
        }).join();
        EXPECT_EQ(tx.query({"test", "SELECT count(*) AS n FROM secrets"}).front().integer("n"), before);
    });
    EXPECT_EQ(count("secrets"), 1);
}

TEST_P(DatabaseTest, ConcurrentWritersLoseNothing) {
    database->write([&](Transaction& tx) { set_secret(tx, "sum", "0"); });
    constexpr int threads = 8, rounds = 25;
    {
        std::vector<std::jthread> writers;
        for (int i = 0; i < threads; ++i) {
            writers.emplace_back([&] {
                for (int round = 0; round < rounds; ++round) {
                    database->write([](Transaction& tx) {
                        const Statement lock{"test.lock",
                                             "SELECT value FROM secrets WHERE name = 'sum' FOR UPDATE"};
                        const int sum = std::stoi(tx.query(lock).front().text("value"));
                        tx.query({"test", "UPDATE secrets SET value = $1 WHERE name = 'sum'"},
                                 {std::to_string(sum + 1)});
                    });
                }
            });
        }
    }
    EXPECT_EQ(database->query({"test", "SELECT value FROM secrets"}).front().text("value"),
              std::to_string(threads * rounds));
}

TEST_P(DatabaseTest, DeadlockedTransactionsAreRepeated) {
    database->write([&](Transaction& tx) {
        set_secret(tx, "a", "0");
        set_secret(tx, "b", "0");
    });
    // Each transaction locks its first row before the other asks for it: a deadlock on PostgreSQL, where
    // writers run in parallel.
    std::latch both(GetParam() == Driver::postgresql ? 2 : 1);
    std::atomic<int> runs{0};
    const auto add_to = [&](const std::string& first, const std::string& second) {
        bool waited = false;
        database->write([&](Transaction& tx) {
            ++runs;
            const Statement add{"test.add", "UPDATE secrets SET value = value || '1' WHERE name = $1"};
            tx.query(add, {first});
            if (!waited && GetParam() == Driver::postgresql) both.arrive_and_wait();
            waited = true;
            tx.query(add, {second});
        });
    };
    {
        const std::jthread other([&] { add_to("a", "b"); });
        add_to("b", "a");
    }
    EXPECT_EQ(count("secrets WHERE value = '011'"), 2);
    EXPECT_GE(runs, GetParam() == Driver::postgresql ? 3 : 2);
}

TEST_P(DatabaseTest, CommitsAreDurable) {
    if (GetParam() == Driver::sqlite) {
        // In each connection of the pool: journal in the WAL, and FULL, without which a power cut loses
        // commits.
        database->write([](Transaction& tx) {
            EXPECT_EQ(tx.query({"test", "PRAGMA synchronous"}).front().integer("synchronous"), 2);
            EXPECT_EQ(tx.query({"test", "PRAGMA journal_mode"}).front().text("journal_mode"), "wal");
            EXPECT_EQ(tx.query({"test", "PRAGMA foreign_keys"}).front().integer("foreign_keys"), 1);
        });
    } else {
        database->write([](Transaction& tx) {
            EXPECT_EQ(tx.query({"test", "SHOW synchronous_commit"}).front().text("synchronous_commit"), "on");
        });
    }
}

TEST_P(DatabaseTest, ReadsCannotWrite) {
    EXPECT_THROW(database->read([&](Transaction& tx) { set_secret(tx, "a", "1"); }), std::runtime_error);
    EXPECT_EQ(count("secrets"), 0);
}

TEST_P(DatabaseTest, BlockingCallsAreRefusedOnAnIoThread) {
    std::jthread([&] {
        mark_io_thread();
        EXPECT_THROW(database->query({"test", "SELECT 1"}), std::logic_error);
        EXPECT_THROW(database->read([](Transaction&) {}), std::logic_error);
        EXPECT_THROW(database->write([](Transaction&) {}), std::logic_error);
    }).join();
}

TEST(OpenDatabase, RefusesUrlsThatNoDriverSupports) {
    for (const char* url : {"mysql://localhost", "lectern.db", "postgresql://[::1"}) {
        DatabaseOptions options;
        options.url = url;
        EXPECT_THROW(open_database(options), std::invalid_argument) << url;
    }
    DatabaseOptions options;
    options.connections = 0;
    EXPECT_THROW(open_database(options), std::invalid_argument);
}

TEST(OpenDatabase, AFolderThatIsNotThereIsAnOutage) {
    DatabaseOptions options;
    options.state_folder = "/nonexistent";
    EXPECT_THROW(open_database(options), StoreUnavailable);
}

}  // namespace
}  // namespace lectern::storage::test
