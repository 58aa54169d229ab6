#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;

class StatementsTest : public StoreTest {};
LECTERN_ON_BOTH_DRIVERS(StatementsTest);

TEST_P(StatementsTest, AreCountedAndMeasuredByTheirNames) {
    const auto opened = open_again();
    const Statement once{"test.once", "SELECT 1 AS n"};
    opened->query(once);
    // One name, two texts.
    for (const int number : {1, 2, 2})
        opened->read([&](Transaction& tx) {
            tx.query({"test.varying", "SELECT " + std::to_string(number)});
        });
    EXPECT_ANY_THROW(
        opened->query({"test.wrong", "SELECT nothing FROM lectures WHERE id = $1"}, {"a", "b", "c"}));
    auto totals = opened->statistics().totals();
    EXPECT_EQ(totals["test.once"].count, 1);
    EXPECT_GT(totals["test.once"].time.count(), 0);
    EXPECT_EQ(totals["test.varying"].count, 3);
    EXPECT_GE(totals["transaction.commit"].count, 3);
}

TEST_P(StatementsTest, RowLocksReachPostgresqlAndAreRemovedForSqlite) {
    const Value lecture = create("a").id;
    const std::string select = "SELECT id FROM lectures WHERE id = $1";
    const Statement take{"test.take", select + " FOR UPDATE SKIP LOCKED"};
    const std::size_t taken = GetParam() == Driver::postgresql ? 0 : 1;
    const auto elsewhere = open_again();
    for (const std::string lock : {" FOR UPDATE", " FOR KEY SHARE", " FOR UPDATE SKIP LOCKED"})
        database->write([&](Transaction& tx) {
            EXPECT_EQ(elsewhere->query(take, {lecture}).size(), 1);
            EXPECT_EQ(tx.query({"test.lock", select + lock}, {lecture}).size(), 1);
            EXPECT_EQ(elsewhere->query(take, {lecture}).size(), taken) << lock;
        });
}

using Lines = std::vector<std::string>;

TEST(StatementStatistics, ReportsSlowStatementsWithoutTheirText) {
    Lines lines;
    StatementStatistics statistics([&](const std::string& line) { lines.push_back(line); }, 200ms);
    auto& counter = statistics.counter("lecture.create");
    statistics.add(counter, 199ms);
    statistics.add(counter, 1200ms);
    EXPECT_THAT(lines, ElementsAre("the statement lecture.create took 1200 ms"));
    EXPECT_EQ(statistics.totals().at("lecture.create").count, 2);
    EXPECT_EQ(statistics.totals().at("lecture.create").time, 1399ms);
    EXPECT_EQ(&statistics.counter("lecture.create"), &counter);
}

TEST(StatementStatistics, CountsStatementsThatFail) {
    StatementStatistics statistics;
    try {
        const StatementTimer timer(statistics, statistics.counter("a"));
        throw std::runtime_error("refused");
    } catch (const std::runtime_error&) {
    }
    EXPECT_EQ(statistics.totals().at("a").count, 1);
}

}  // namespace
}  // namespace lectern::storage::test
