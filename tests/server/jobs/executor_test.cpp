#include "server/jobs/executor.hpp"

#include "tests/server/jobs/executor_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace lectern::jobs {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

TEST(Executor, RunsWhatItIsGiven) {
    Diary diary;
    Executor executor({.workers = 3, .capacity = 100});
    for (int i = 0; i < 50; ++i)
        ASSERT_TRUE(executor.try_submit(background, "", diary.entry(std::to_string(i))));
    EXPECT_EQ(diary.after(50).size(), 50U);
}

TEST(Executor, RefusesOptionsOutOfRange) {
    EXPECT_THROW(Executor({.workers = 0}), std::invalid_argument);
    EXPECT_THROW(Executor({.workers = 257}), std::invalid_argument);
    EXPECT_THROW(Executor({.workers = 1, .capacity = 1, .background_after = 0}), std::invalid_argument);
}

TEST(Executor, RefusesTasksBeyondTheCapacity) {
    Diary diary;
    Executor executor({.workers = 1, .capacity = 2});
    Blocker blocker(executor);
    EXPECT_TRUE(executor.try_submit(background, "", diary.entry("first")));
    EXPECT_TRUE(executor.try_submit(background, "key", diary.entry("second")));
    EXPECT_FALSE(executor.try_submit(background, "", diary.entry("third")));
    EXPECT_FALSE(executor.try_submit(interactive, "key", diary.entry("fourth")));
    EXPECT_EQ(executor.counters().refused, 2U);
    EXPECT_EQ(executor.counters().queued, 2U);
    blocker.release();
    EXPECT_THAT(diary.after(2), ElementsAre("first", "second"));
    EXPECT_TRUE(executor.try_submit(background, "", diary.entry("fifth")));
    EXPECT_THAT(diary.after(3), ElementsAre("first", "second", "fifth"));
}

TEST(Executor, WithoutAQueueTakesWhatStartsAtOnce) {
    Executor executor({.workers = 2, .capacity = 0});
    const Blocker one(executor, "s");
    EXPECT_FALSE(executor.try_submit(background, "s", [](std::stop_token) {}));  // would have to wait
    const Blocker two(executor);
    EXPECT_FALSE(executor.try_submit(background, "", [](std::stop_token) {}));
}

TEST(Executor, ARefusedTaskIsDestroyedAtOnce) {
    Executor executor({.workers = 1, .capacity = 0});
    const Blocker blocker(executor);
    auto owned = std::make_shared<int>(1);
    std::weak_ptr<int> watch = owned;
    EXPECT_FALSE(executor.try_submit(background, "", [owned = std::move(owned)](std::stop_token) {}));
    EXPECT_TRUE(watch.expired());
}

TEST(Executor, InteractiveGoesFirst) {
    Diary diary;
    Executor executor({.workers = 1});
    Blocker blocker(executor);
    ASSERT_TRUE(executor.try_submit(background, "", diary.entry("b1")));
    ASSERT_TRUE(executor.try_submit(interactive, "", diary.entry("i1")));
    ASSERT_TRUE(executor.try_submit(background, "", diary.entry("b2")));
    ASSERT_TRUE(executor.try_submit(interactive, "", diary.entry("i2")));
    blocker.release();
    EXPECT_THAT(diary.after(4), ElementsAre("i1", "i2", "b1", "b2"));
}

TEST(Executor, BackgroundNeverStarves) {
    Diary diary;
    Executor executor({.workers = 1, .capacity = 100, .background_after = 2});
    Blocker blocker(executor);
    for (int i = 0; i < 2; ++i)
        ASSERT_TRUE(executor.try_submit(background, "", diary.entry("b")));
    for (int i = 0; i < 7; ++i)
        ASSERT_TRUE(executor.try_submit(interactive, "", diary.entry("i")));
    blocker.release();
    EXPECT_THAT(diary.after(9), ElementsAreArray({"i", "i", "b", "i", "i", "b", "i", "i", "i"}));
}

TEST(Executor, StopReachesRunningTasksAndDropsQueuedOnes) {
    Gate started;
    Watched<bool> asked;
    bool queued_ran = false;
    auto owned = std::make_shared<int>(1);
    std::weak_ptr<int> watch = owned;
    Executor executor({.workers = 1});
    ASSERT_TRUE(executor.try_submit(background, "s", [&](std::stop_token stop) {
        started.open();
        std::stop_callback on_stop(stop, [&] { asked.update([](bool& value) { value = true; }); });
        EXPECT_TRUE(asked.wait([](bool value) { return value; }));
    }));
    ASSERT_TRUE(executor.try_submit(background, "", [&, owned](std::stop_token) { queued_ran = true; }));
    ASSERT_TRUE(executor.try_submit(background, "s", [&, owned](std::stop_token) { queued_ran = true; }));
    owned.reset();
    ASSERT_TRUE(started.pass());
    executor.request_stop();
    EXPECT_TRUE(watch.expired());
    executor.join();
    EXPECT_FALSE(queued_ran);
    EXPECT_FALSE(executor.try_submit(interactive, "", [](std::stop_token) {}));
    EXPECT_EQ(executor.free_workers(), 0U);
    EXPECT_EQ(executor.counters().finished, 1U);
    EXPECT_EQ(executor.counters().queued, 0U);
}

TEST(Executor, ATaskThatThrowsDoesNotDisturbOthers) {
    Diary diary;
    Executor executor({.workers = 1});
    ASSERT_TRUE(
        executor.try_submit(background, "s", [](std::stop_token) { throw std::runtime_error("meant"); }));
    ASSERT_TRUE(executor.try_submit(background, "s", [](std::stop_token) { throw 7; }));
    ASSERT_TRUE(executor.try_submit(background, "s", diary.entry("after")));
    EXPECT_THAT(diary.after(1), ElementsAre("after"));
}

TEST(Executor, CountsFreeWorkers) {
    Executor executor({.workers = 2});
    EXPECT_EQ(executor.free_workers(), 2U);
    Watched<int> told;
    executor.on_free([&] { told.update([](int& n) { ++n; }); });
    {
        const Blocker one(executor, "s");
        EXPECT_EQ(executor.free_workers(), 1U);
        ASSERT_TRUE(executor.try_submit(background, "s", [](std::stop_token) {}));
        EXPECT_EQ(executor.free_workers(), 1U);  // it waits for its serial key, not for a worker
        const Blocker two(executor);
        EXPECT_EQ(executor.free_workers(), 0U);
        ASSERT_TRUE(executor.try_submit(background, "", [](std::stop_token) {}));
        EXPECT_EQ(executor.free_workers(), 0U);
    }
    // The listener is called after each rise, when free_workers() has the new value already.
    ASSERT_TRUE(told.wait([&](int n) { return n > 0 && executor.free_workers() == 2U; }));
    executor.on_free({});
}

TEST(Executor, ARemovedListenerIsNotCalled) {
    Executor executor({.workers = 1});
    Watched<int> told;
    executor.on_free([&] { told.update([](int& n) { ++n; }); });
    ASSERT_TRUE(executor.try_submit(background, "", [](std::stop_token) {}));
    ASSERT_TRUE(told.wait([](int n) { return n == 1; }));
    executor.on_free({});
    ASSERT_TRUE(executor.try_submit(background, "", [](std::stop_token) {}));
    executor.request_stop();
    executor.join();
    EXPECT_EQ(told.get(), 1);
}

TEST(Executor, MeasuresTheWait) {
    Diary diary;
    Executor executor({.workers = 1});
    {
        Blocker blocker(executor);
        ASSERT_TRUE(executor.try_submit(background, "", diary.entry("waits")));
        ASSERT_TRUE(executor.try_submit(background, "", diary.entry("waits too")));
    }
    diary.after(2);
    const Durations::Sum waits = executor.counters().waits;
    EXPECT_EQ(std::accumulate(waits.counts.begin(), waits.counts.end(), std::uint64_t{0}), 3u);
    EXPECT_GT(waits.total.count(), 0);
}

TEST(Executor, BulkWorkIsBackgroundWork) {
    Diary diary;
    Executor executor({.workers = 1});
    {
        Blocker blocker(executor);
        ASSERT_TRUE(executor.try_submit(JobPriority::bulk, "", diary.entry("bulk")));
        ASSERT_TRUE(executor.try_submit(background, "", diary.entry("background")));
        ASSERT_TRUE(executor.try_submit(interactive, "", diary.entry("interactive")));
    }
    EXPECT_THAT(diary.after(3), ElementsAre("interactive", "bulk", "background"));
}

TEST(Executor, WorkersAndTheThreadsThatTheyStartHaveTheNiceness) {
    const auto nice_here = [] { return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())); };
    const int own = nice_here();
    Watched<std::vector<int>> seen;
    Executor executor({.workers = 1, .nice = 15});
    ASSERT_TRUE(executor.try_submit(background, "", [&](std::stop_token) {
        seen.update([&](auto& values) { values.push_back(nice_here()); });
        std::jthread([&] { seen.update([&](auto& values) { values.push_back(nice_here()); }); });
    }));
    ASSERT_TRUE(seen.wait([](const auto& values) { return values.size() == 2; }));
    EXPECT_THAT(seen.get(), ElementsAre(std::min(own + 15, 19), std::min(own + 15, 19)));
    EXPECT_EQ(nice_here(), own) << "only the workers have the niceness";
    EXPECT_THROW(Executor({.nice = -1}), std::invalid_argument);
    EXPECT_THROW(Executor({.nice = 20}), std::invalid_argument);
}

TEST(Executor, ManySubmittersLoseNothing) {
    constexpr int threads = 4;
    constexpr int each = 500;
    std::atomic<int> ran{0};
    std::atomic<int> accepted{0};
    Executor executor({.workers = 3, .capacity = 8});
    {
        std::vector<std::jthread> submitters;
        for (int t = 0; t < threads; ++t) {
            submitters.emplace_back([&, t] {
                for (int i = 0; i < each; ++i) {
                    const std::string key = i % 3 == 0 ? "" : "s" + std::to_string((i + t) % 4);
                    if (executor.try_submit(i % 2 == 0 ? interactive : background, key,
                                            [&](std::stop_token) { ++ran; })) {
                        ++accepted;
                    }
                }
            });
        }
    }
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (executor.counters().finished < static_cast<std::uint64_t>(accepted)) {
        ASSERT_LT(std::chrono::steady_clock::now(), deadline);
        std::this_thread::yield();
    }
    executor.request_stop();
    executor.join();
    EXPECT_EQ(ran, accepted);
    EXPECT_EQ(executor.counters().finished, static_cast<std::uint64_t>(accepted));
    EXPECT_EQ(executor.counters().refused + executor.counters().finished,
              static_cast<std::uint64_t>(threads * each));
}

}  // namespace
}  // namespace lectern::jobs
