#include "server/pipeline/housekeeping.hpp"

#include "server/wall_clock.hpp"
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
    storage::StateFolder state{folder.path() / "state", 0};
    storage::Outbox outbox{db, state};
    std::atomic<std::int64_t> busy_lecture{0};
    Housekeeping housekeeping{{jobs, uploads, outbox, state},
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

}  // namespace
}  // namespace lectern::pipeline
