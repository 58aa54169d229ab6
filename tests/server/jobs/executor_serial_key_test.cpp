#include "tests/server/jobs/executor_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::jobs {
namespace {

using testing::ElementsAre;

TEST(Executor, TasksOfOneSerialKeyNeverOverlapAndKeepTheirOrder) {
    constexpr int keys = 5;
    constexpr int each = 200;
    struct Key {
        std::atomic<int> inside{0};
        std::vector<int> order;  // guarded only by the serial key: the test looks for a race here
    };
    std::vector<Key> seen(keys);
    std::atomic<bool> overlapped{false};
    Watched<int> done;
    Executor executor({.workers = 4, .capacity = keys * each});
    for (int i = 0; i < each; ++i) {
        for (int s = 0; s < keys; ++s) {
            const auto priority = (i + s) % 3 == 0 ? interactive : background;
            ASSERT_TRUE(
                executor.try_submit(priority, "lecture/" + std::to_string(s), [&, s, i](std::stop_token) {
                    Key& key = seen[static_cast<std::size_t>(s)];
                    if (key.inside.fetch_add(1) != 0) overlapped = true;
                    key.order.push_back(i);
                    std::this_thread::yield();
                    key.inside.fetch_sub(1);
                    done.update([](int& n) { ++n; });
                }));
        }
    }
    ASSERT_TRUE(done.wait([](int n) { return n == keys * each; }));
    executor.request_stop();
    executor.join();
    EXPECT_FALSE(overlapped);
    for (const Key& key : seen) {
        EXPECT_EQ(key.order.size(), static_cast<std::size_t>(each));
        EXPECT_TRUE(std::is_sorted(key.order.begin(), key.order.end()));
    }
}

TEST(Executor, DifferentSerialKeysRunSideBySide) {
    Executor executor({.workers = 2});
    const Blocker one(executor, "one");
    const Blocker two(executor, "two");  // with the same key it would wait for ever
    EXPECT_EQ(executor.counters().running, 2U);
}

TEST(Executor, ABusySerialKeyOccupiesNoOtherWorker) {
    Diary diary;
    Executor executor({.workers = 2});
    Blocker busy(executor, "lecture/1");
    ASSERT_TRUE(executor.try_submit(interactive, "lecture/1", diary.entry("behind")));
    ASSERT_TRUE(executor.try_submit(background, "", diary.entry("free")));
    EXPECT_THAT(diary.after(1), ElementsAre("free"));
    busy.release();
    EXPECT_THAT(diary.after(2), ElementsAre("free", "behind"));
}

TEST(Executor, ASerialKeyIsFreeOnlyWhenItsTaskIsDestroyed) {
    struct Owned {
        explicit Owned(std::atomic<bool>& flag) : alive(flag) { alive = true; }
        ~Owned() { alive = false; }
        std::atomic<bool>& alive;
    };
    std::atomic<bool> alive{false};
    Watched<std::optional<bool>> seen;
    Executor executor({.workers = 2});
    Blocker first(executor, "s");
    ASSERT_TRUE(
        executor.try_submit(background, "s", [owned = std::make_shared<Owned>(alive)](std::stop_token) {}));
    ASSERT_TRUE(executor.try_submit(
        background, "s", [&](std::stop_token) { seen.update([&](auto& value) { value = alive.load(); }); }));
    first.release();
    ASSERT_TRUE(seen.wait([](const auto& value) { return value.has_value(); }));
    EXPECT_FALSE(*seen.get());
}

}  // namespace
}  // namespace lectern::jobs
