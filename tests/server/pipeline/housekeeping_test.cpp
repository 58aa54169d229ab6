#include "server/pipeline/housekeeping.hpp"

#include "server/wall_clock.hpp"
#include "storage/access/token_store.hpp"
#include "tests/server/jobs/jobs_fixture.hpp"

#include <atomic>
#include <fstream>

#include <gmock/gmock.h>

namespace lectern::pipeline {
namespace {

using jobs::comes_true;
using namespace std::chrono_literals;

class HousekeepingTest : public jobs::JobsFixture {
protected:
    std::string file(const std::string& name) {
        std::filesystem::create_directories(state.root() / "lectures");
        std::ofstream(state.root() / "lectures" / name) << "bytes";
        return "lectures/" + name;
    }
    bool is_there(const std::string& path) { return std::filesystem::exists(state.root() / path); }

    storage::UploadStore uploads{db};
    storage::LoginStore logins{db};
    storage::StateFolder state{folder.path() / "state", 0};
    storage::Outbox outbox{db, state};
    std::atomic<std::int64_t> busy_lecture{0};
    Housekeeping housekeeping{{jobs, uploads, logins, outbox, state},
                              24h,
                              [](const std::string&) { return true; },
                              [this](std::int64_t lecture) { return lecture == busy_lecture; },
                              wall_now};
};

TEST_F(HousekeepingTest, FilesThatAStepMayPublishAreDeletedAfterTheStep) {
    busy_lecture = 1;
    const auto first = file("first"), second = file("second");
    db.write([&](storage::Transaction& tx) {
        storage::put_trash(tx, first, wall_now(), storage::serial_key_after_steps(1));
        storage::put_trash(tx, second, wall_now(), storage::serial_key_after_steps(2));
    });
    housekeeping.start();
    ASSERT_TRUE(comes_true([&] { return outbox.lectures_to_tidy().size() == 1; }));
    EXPECT_FALSE(is_there(second));
    EXPECT_TRUE(is_there(first));
    busy_lecture = 0;
    housekeeping.wake();
    ASSERT_TRUE(comes_true([&] { return outbox.lectures_to_tidy().empty(); }));
    EXPECT_FALSE(is_there(first));
}

TEST_F(HousekeepingTest, LoginsThatHaveExpiredAreDeleted) {
    storage::Token token;
    token.id = token.hash = "lan";
    token.created_at = wall_now();
    storage::TokenStore(db).create(token);
    logins.create("old", "lan", "", wall_now() - storage::LoginStore::lifetime);
    logins.create("new", "lan", "", wall_now());
    housekeeping.start();
    const auto left = [&] { return db.query({"test", "SELECT hash FROM logins"}); };
    ASSERT_TRUE(comes_true([&] { return left().size() == 1; }));
    EXPECT_EQ(left().front().text("hash"), "new");
}

}  // namespace
}  // namespace lectern::pipeline
