#include "storage/jobs/new_job.hpp"
#include "tests/storage/store_fixture.hpp"

#include <atomic>
#include <latch>
#include <map>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

// Many threads through many connections at one database.
class ConcurrencyTest : public StoreTest {
protected:
    template<class Work>
    void on_threads(int threads, const Work& work) {
        std::latch ready(threads);
        std::vector<std::jthread> running;
        for (int i = 0; i < threads; ++i) {
            running.emplace_back([&, i] {
                ready.arrive_and_wait();
                work(i);
            });
        }
    }
};
LECTERN_ON_BOTH_DRIVERS(ConcurrencyTest);

TEST_P(ConcurrencyTest, ExactlyOneOfTwentyEqualLecturesIsCreated) {
    const auto wide = open_again(20);
    LectureStore store(*wide, 1000);
    std::vector<std::string> ids;
    for (int i = 0; i < 20; ++i)
        ids.push_back(uuid());
    std::mutex mutex;
    std::vector<std::int64_t> made, told;
    on_threads(20, [&](int i) {
        const auto result = store.create(recording("same"), ids[static_cast<std::size_t>(i)], now);
        const std::scoped_lock lock(mutex);
        if (result) {
            made.push_back(result->id);
        } else {
            EXPECT_EQ(result.error().code, ErrorCode::duplicate);
            told.push_back(result.error().existing_id.value_or(-1));
        }
    });
    ASSERT_EQ(made.size(), 1);
    EXPECT_EQ(told, std::vector<std::int64_t>(19, made[0]));
    EXPECT_EQ(count("lectures"), 1);
    EXPECT_EQ(count("jobs"), 1);
}

TEST_P(ConcurrencyTest, NoJobIsClaimedTwiceAndNoSerialKeyRunsTwice) {
    constexpr int keys = 6, each = 10;
    for (int i = 0; i < keys * each; ++i) {
        NewJob job{uuid(), JobKind::cut};
        job.serial_key = "key " + std::to_string(i % keys);
        database->write([&](Transaction& tx) { ASSERT_TRUE(enqueue(tx, job, now, 1000).has_value()); });
    }
    const auto wide = open_again(8);
    JobStore store(*wide);
    std::mutex mutex;
    std::set<std::string> claimed, running;
    on_threads(8, [&](int) {
        for (;;) {
            const auto job = store.claim(boot, all_kinds, now, lease_length);
            {
                const std::scoped_lock lock(mutex);
                if (!job && claimed.size() == keys * each) return;
                if (!job) continue;  // the other jobs wait for their serial keys
                EXPECT_TRUE(claimed.insert(job->id).second) << "claimed twice";
                EXPECT_TRUE(running.insert(job->serial_key).second) << "two of " << job->serial_key;
            }
            const std::scoped_lock lock(mutex);
            running.erase(job->serial_key);
            store.fail(lease_of(*job), {JobState::failed, now, "done"}, now);
        }
    });
    EXPECT_EQ(claimed.size(), keys * each);
    EXPECT_EQ(count("jobs WHERE state = 'failed' AND attempt = 1"), keys * each);
}

TEST_P(ConcurrencyTest, ASnippetIsCutByOneTaskHoweverManyAsk) {
    const Lecture lecture = finished("a", 1);
    const auto snippet = lectures.with_snippets(lecture.id)->snippets.at(0).id;
    const auto wide = open_again(10);
    SnippetStore store(*wide, 1000);
    std::vector<std::string> ids;
    for (int i = 0; i < 10; ++i)
        ids.push_back(uuid());
    std::mutex mutex;
    std::map<std::string, int> tasks;
    std::atomic<int> started{0};
    on_threads(10, [&](int i) {
        const auto cut = store.start_cut(snippet, {"{}"}, ids[static_cast<std::size_t>(i)], now).value();
        if (!cut.already_running) ++started;
        const std::scoped_lock lock(mutex);
        ++tasks[cut.task_id];
    });
    EXPECT_EQ(started, 1);
    ASSERT_EQ(tasks.size(), 1);
    EXPECT_EQ(tasks.begin()->second, 10);
}

TEST_P(ConcurrencyTest, RemovingWhileAStepEndsLeavesNoRows) {
    const auto wide = open_again(2);
    LectureStore store(*wide, 1000);
    PipelineStore steps(*wide, 1000);
    for (int round = 0; round < 20; ++round) {
        const Lecture lecture = create("r" + std::to_string(round));
        const Lease lease = lease_of(claim());
        const auto next = uuid();
        on_threads(2, [&](int i) {
            if (i == 0) {
                EXPECT_TRUE(store.remove(lecture.id, now).has_value());
                return;
            }
            try {
                steps.finish_download(lease, {{"lectures/x/recording.mp4", 1, ""}, 10.0}, next, now);
            } catch (const LeaseLost&) {
            }
        });
        EXPECT_EQ(store.get(lecture.id), std::nullopt);
        EXPECT_EQ(count("jobs WHERE state IN ('queued', 'running')"), 0);
    }
}

TEST_P(ConcurrencyTest, PlansReplacedAtOnceLeaveOneOfThem) {
    const Lecture lecture = finished("a", 3);
    const auto wide = open_again(4);
    SnippetStore store(*wide, 1000);
    on_threads(4, [&](int i) {
        std::vector<PlanItem> plan;
        for (int k = 0; k <= i; ++k)
            plan.push_back({{}, "plan " + std::to_string(i), "", k * 1.0, k + 1.0});
        EXPECT_TRUE(store.set_plan(lecture.id, plan, now).has_value());
    });
    const auto planned = lectures.with_snippets(lecture.id)->snippets;
    ASSERT_FALSE(planned.empty());
    EXPECT_EQ(planned[0].name, "plan " + std::to_string(planned.size() - 1));
    for (std::size_t i = 0; i < planned.size(); ++i) {
        EXPECT_EQ(planned[i].name, planned[0].name);
        EXPECT_EQ(planned[i].position, static_cast<int>(i) + 1);
    }
}

}  // namespace
}  // namespace lectern::storage::test
