#include "tests/storage/postgres_cluster.hpp"
#include "tests/storage/store_fixture.hpp"

#include <thread>

namespace lectern::storage::test {
namespace {

// A default of the database or the role, which sessions take over when they begin, makes the server refuse
// their work for a while.
class RefusedSessionTest : public StoreTest {
protected:
    RefusedSessionTest() { admin->query({"test", "CREATE ROLE no_rights"}); }
    ~RefusedSessionTest() override {
        end_episode();
        admin->query({"test", "DROP ROLE no_rights"});
    }

    void begin_episode(const std::string& subject, const std::string& setting) {
        admin->query({"test", "ALTER " + subject + " SET " + setting});
        end_sessions();
    }
    void end_episode() {
        admin->query({"test", "ALTER DATABASE postgres RESET ALL"});
        admin->query({"test", "ALTER ROLE postgres RESET ALL"});
    }
    void end_sessions() {
        admin->query({"test",
                      "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE "
                      "backend_type = 'client backend' AND pid <> pg_backend_pid()"});
    }
    bool can_write() { return lectures.create(recording(uuid()), uuid(), now).has_value(); }

    std::unique_ptr<Database> admin = open_again(1);
};
INSTANTIATE_TEST_SUITE_P(On, RefusedSessionTest, testing::Values(Driver::postgresql));

TEST_P(RefusedSessionTest, WritesComeBackAfterTheDatabaseWasReadOnly) {
    create("a");
    begin_episode("DATABASE postgres", "default_transaction_read_only = on");
    for (int i = 0; i < 6; ++i) {
        EXPECT_THROW(can_write(), StoreUnavailable);
        EXPECT_EQ(lectures.list({}).total, 1) << "reading works";
    }
    end_episode();
    for (int i = 0; i < 6; ++i)
        EXPECT_TRUE(can_write());
}

TEST_P(RefusedSessionTest, WritesComeBackAfterTheRoleWasReadOnly) {
    begin_episode("ROLE postgres", "default_transaction_read_only = on");
    EXPECT_THROW(can_write(), StoreUnavailable);
    end_episode();
    EXPECT_TRUE(can_write());
}

TEST_P(RefusedSessionTest, NoWriteFailsIfOnlyOldSessionsAreReadOnly) {
    begin_episode("DATABASE postgres", "default_transaction_read_only = on");
    std::vector<std::jthread> readers;
    for (int i = 0; i < 4; ++i)  // fills the pool
        readers.emplace_back([&] { EXPECT_EQ(lectures.list({}).total, 0); });
    readers.clear();
    end_episode();
    for (int i = 0; i < 6; ++i)
        EXPECT_TRUE(can_write());
}

TEST_P(RefusedSessionTest, WorkComesBackAfterTheRoleHadNoRights) {
    create("a");
    begin_episode("ROLE postgres", "role = no_rights");
    EXPECT_THROW(can_write(), StoreUnavailable);
    EXPECT_THROW(lectures.list({}), StoreUnavailable);
    end_episode();
    EXPECT_EQ(lectures.list({}).total, 1);
    EXPECT_TRUE(can_write());
}

TEST_P(RefusedSessionTest, LostPreparedStatementsAreNotNoticed) {
    create("a");
    for (int i = 0; i < 4; ++i)
        database->query({"test", "DEALLOCATE ALL"});
    EXPECT_EQ(lectures.list({}).total, 1);
    EXPECT_TRUE(can_write());
}

TEST_P(RefusedSessionTest, AChangedTableIsNotNoticed) {
    const Statement all{"test", "SELECT * FROM secrets"};
    database->query(all);
    admin->query({"test", "ALTER TABLE secrets ADD COLUMN more TEXT"});
    EXPECT_NO_THROW(database->query(all));
}

TEST_P(RefusedSessionTest, DefaultsOfTheDatabaseDoNotWeakenASession) {
    begin_episode("DATABASE postgres", "synchronous_commit = off");
    begin_episode("DATABASE postgres", "default_transaction_isolation = 'serializable'");
    begin_episode("DATABASE postgres", "extra_float_digits = 0");
    // Long enough for the statement that sets the parameters of a session, which it still limits.
    begin_episode("DATABASE postgres", "statement_timeout = '20s'");
    const Row row = database
                        ->query({"test",
                                 "SELECT current_setting('synchronous_commit') AS commits, "
                                 "current_setting('transaction_isolation') AS isolation, "
                                 "current_setting('statement_timeout') AS longest, "
                                 "CAST(0.1 AS FLOAT8) + CAST(0.2 AS FLOAT8) AS sum"})
                        .front();
    EXPECT_EQ(row.text("commits"), "on");
    EXPECT_EQ(row.text("isolation"), "read committed");
    EXPECT_EQ(row.text("longest"), "30s");
    EXPECT_EQ(row.real("sum"), 0.1 + 0.2);
}

TEST_P(RefusedSessionTest, AMistakeOfAStatementIsNoOutage) {
    try {
        database->query({"test", "SELECT no_such_column FROM lectures"});
        FAIL() << "no exception";
    } catch (const StoreUnavailable&) {
        FAIL() << "an outage";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("no_such_column"), std::string::npos);
    }
}

}  // namespace
}  // namespace lectern::storage::test
