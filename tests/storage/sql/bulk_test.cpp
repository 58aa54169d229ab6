#include "storage/sql/bulk.hpp"

#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

class BulkTest : public StoreTest {
protected:
    std::vector<std::vector<Value>> names(int many) {
        std::vector<std::vector<Value>> rows;
        for (int i = 0; i < many; ++i)
            rows.push_back({"name " + std::to_string(i)});
        return rows;
    }
};
LECTERN_ON_BOTH_DRIVERS(BulkTest);

TEST_P(BulkTest, AnyNumberOfRowsIsWrittenWithSharedValues) {
    const std::vector<Value> shared{std::string("common")};
    for (const int many : {0, 1, 4, 5, 56, 999, 1001}) {
        database->write([&](Transaction& tx) {
            tx.query({"test", "DELETE FROM secrets"});
            for_rows(tx, {"test.insert", "INSERT INTO secrets (name, value) VALUES "}, names(many), "",
                     shared);
        });
        EXPECT_EQ(count("secrets WHERE value = 'common'"), many);
        EXPECT_EQ(count("secrets WHERE name = 'name " + std::to_string(many - 1) + "'"), many > 0 ? 1 : 0);
    }
}

TEST_P(BulkTest, AnyNumberOfIdsIsDeleted) {
    const auto ids = {create("a").id, create("b").id, create("c").id};
    std::vector<std::int64_t> numbers(ids);
    for (int i = 0; i < 600; ++i)
        numbers.push_back(1'000'000 + i);
    database->write([&](Transaction& tx) {
        for (const std::int64_t id : ids)
            tx.touch(Topic::lecture, id);
        for_numbers(tx, {"test.rename", "UPDATE lectures SET name = 'new' WHERE id IN "}, numbers);
    });
    EXPECT_EQ(count("lectures WHERE name = 'new'"), 3);
}

}  // namespace
}  // namespace lectern::storage::test
