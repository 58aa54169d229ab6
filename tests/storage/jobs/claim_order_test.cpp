// Which job is claimed next, when many wait.
#include "storage/jobs/claim_order.hpp"

#include "tests/storage/store_fixture.hpp"

#include <map>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;

class ClaimOrderTest : public StoreTest {
protected:
    // A finished lecture of 100 seconds with snippets of these lengths, in seconds.
    std::vector<Snippet> lecture_of(const std::string& key, const std::vector<double>& lengths) {
        const std::int64_t id = finished(key, 0).id;
        std::vector<PlanItem> items;
        for (const double length : lengths)
            items.push_back(
                {std::nullopt, key + " " + std::to_string(static_cast<int>(length)), "", 0, length});
        return snippets.set_plan(id, items, now).value().snippets;
    }
    std::string order(const Snippet& snippet, JobKind kind = JobKind::cut) {
        const std::string id = snippets.start_cut(snippet.id, {"{}", kind}, uuid(), now).value().task_id;
        names_[id] = snippet.name;
        return id;
    }
    void order_all(const std::vector<Snippet>& plan) {
        for (const auto& started : snippets.start_cuts(plan.front().lecture_id, {}, {"{}"}, now).value())
            names_[started.task_id] = snippets.get(jobs.get(started.task_id)->snippet_id.value())->name;
    }
    std::string name_of(const Job& job) const { return names_.at(job.id); }
    // Claims one job; the names of the cuts that are claimed one after the other, each a second after the
    // last.
    std::vector<std::string> claimed(const std::set<JobKind>& kinds = all_kinds) {
        std::vector<std::string> order;
        while (const auto job = jobs.claim(boot, kinds, now, lease_length)) {
            order.push_back(name_of(*job));
            now += 1s;
        }
        return order;
    }

private:
    std::map<std::string, std::string> names_;
};
LECTERN_ON_BOTH_DRIVERS(ClaimOrderTest);

TEST_P(ClaimOrderTest, CutsOfALectureRunSideBySideTheShortOnesFirst) {
    order_all(lecture_of("a", {30, 90, 10, 60}));
    EXPECT_THAT(claimed(), ElementsAre("a 10", "a 30", "a 60", "a 90"))
        << "none waits for the end of another";
    EXPECT_EQ(count("jobs WHERE state = 'running'"), 4);
}

TEST_P(ClaimOrderTest, AShortCutPassesALongOneThatWasOrderedEarlier) {
    const auto plan = lecture_of("a", {90, 10});
    order(plan[0]);
    now += 5s;
    order(plan[1]);
    EXPECT_THAT(claimed(), ElementsAre("a 10", "a 90"));
}

TEST_P(ClaimOrderTest, ALongCutIsNotPutOffForEver) {
    const auto plan = lecture_of("a", {90, 10, 20});
    order(plan[0]);
    now += 71s;
    order(plan[2]);
    now += 10s;
    order(plan[1]);
    EXPECT_THAT(claimed(), ElementsAre("a 90", "a 20", "a 10"))
        << "it has waited longer than they are shorter";
}

TEST_P(ClaimOrderTest, ASnippetCountsAsLongAsItIsNow) {
    auto plan = lecture_of("a", {90, 30});
    order_all(plan);
    std::vector<PlanItem> items;
    for (const Snippet& snippet : plan)
        items.push_back({snippet.id, snippet.name, "", 0, snippet.end == 90 ? 5.0 : snippet.end});
    ASSERT_TRUE(snippets.set_plan(plan[0].lecture_id, items, now));
    EXPECT_THAT(claimed(), ElementsAre("a 90", "a 30"));
}

TEST_P(ClaimOrderTest, LecturesTakeTurns) {
    const auto a = lecture_of("a", {10, 11, 12, 13}), b = lecture_of("b", {80, 81}),
               c = lecture_of("c", {90});
    order_all(a);
    EXPECT_EQ(name_of(claim()), "a 10");
    now += 1s;
    order_all(b);
    now += 1s;
    order_all(c);
    EXPECT_THAT(claimed(), ElementsAre("b 80", "c 90", "a 11", "b 81", "a 12", "a 13"))
        << "lectures that have had no cut yet go first, in the order of their orders";
}

TEST_P(ClaimOrderTest, ATurnCountsAlsoWhenItsCutHasEnded) {
    const auto a = lecture_of("a", {10, 11}), b = lecture_of("b", {80, 81});
    order_all(a);
    order_all(b);
    std::vector<std::string> order;
    for (int i = 0; i < 4; ++i) {  // one worker
        const Job job = claim();
        order.push_back(name_of(job));
        now += 1s;
        jobs.fail(lease_of(job), {JobState::failed, now, "x"}, now);
    }
    EXPECT_THAT(order, ElementsAre("a 10", "b 80", "a 11", "b 81"));
}

TEST_P(ClaimOrderTest, FastCutsHaveTurnsOfTheirOwn) {
    const auto a = lecture_of("a", {10, 20, 30}), b = lecture_of("b", {5});
    order(a[0]);
    EXPECT_EQ(name_of(claim()), "a 10");
    now += 1s;
    order(b[0], JobKind::fast_cut);
    now += 1s;
    order(a[1], JobKind::fast_cut);
    order(a[2]);
    EXPECT_THAT(claimed({JobKind::fast_cut}), ElementsAre("b 5", "a 20"));
    EXPECT_THAT(claimed({JobKind::cut}), ElementsAre("a 30"));
}

TEST_P(ClaimOrderTest, UrgencyGoesBeforeTurnsAndLength) {
    const auto plan = lecture_of("a", {90, 10});
    const std::string urgent = order(plan[0]);
    const std::string other = order(plan[1]);
    database->write([&](Transaction& tx) {
        tx.query({"test", "UPDATE jobs SET priority = 0 WHERE id = $1"}, {other});
    });
    EXPECT_THAT(claimed(), ElementsAre("a 90", "a 10"));
}

TEST_P(ClaimOrderTest, AnotherCutOfASnippetHasTheKeyOfTheOneThatStillRuns) {
    const auto plan = lecture_of("a", {10, 20});
    order(plan[0]);
    const Job running = claim();
    ASSERT_TRUE(snippets.start_cut(plan[0].id, {"other"}, uuid(), now));
    const Job next = claim();
    EXPECT_EQ(next.serial_key, running.serial_key)
        << "the executor keeps it back until the other step has ended";
    order(plan[1]);
    EXPECT_NE(claim().serial_key, running.serial_key);
}

}  // namespace
}  // namespace lectern::storage::test
