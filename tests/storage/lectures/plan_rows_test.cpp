#include "storage/lectures/plan_rows.hpp"

#include "tests/storage/lectures/plan_fixture.hpp"

#include <future>
#include <set>

#include <gtest/gtest.h>

namespace lectern::storage::test {
namespace {

class PlanRowsTest : public PlanTest {};
LECTERN_ON_BOTH_DRIVERS(PlanRowsTest);

// Last-Modified counts seconds: within one of them no two versions may be taken for each other.
TEST_P(PlanRowsTest, EachVersionAtAnAddressHasALaterSecond) {
    const auto second = [&](const Snippet& snippet) {
        return std::chrono::floor<std::chrono::seconds>(snippet.clip.value().modified_at);
    };
    cut(before[0].id, "v0");
    EXPECT_EQ(find(before[0]).clip->modified_at, now);
    auto last = second(find(before[0]));
    for (const char* version : {"v1", "v2"}) {
        cut(before[0].id, version);
        EXPECT_GT(second(find(before[0])), last);
        EXPECT_EQ(find(before[0]).clip->made_at, now);
        last = second(find(before[0]));
    }
    // Another clip comes to its address, and goes again.
    cut(before[1].id, "v3");
    EXPECT_EQ(find(before[1]).clip->modified_at, now) << "it has an address of its own";
    PlanItem first = keep(before[0]), other = keep(before[1]);
    first.name = other.name = "Same";
    for (const auto& order : {std::vector{first, other}, std::vector{other, first}}) {
        const auto after = snippets.set_plan(lecture, order, now).value();
        EXPECT_GT(second(after.snippets[0]), last);
        EXPECT_GT(second(after.snippets[1]), last);
        last = second(after.snippets[0]);
    }
    const auto fresh = snippets.set_plan(lecture, {{{}, "Same", "", 0, 5}}, now)->snippets[0];
    cut(fresh.id, "v4");
    EXPECT_GT(second(find(fresh)), last) << "a clip that is gone was there before";
}

TEST_P(PlanRowsTest, AnOrderSurvivesAChangeOfWhatItIsToShow) {
    const auto waiting = snippets.start_cut(before[0].id, {"{}"}, uuid(), now)->task_id;
    PlanItem moved = keep(before[0]);
    const auto move = [&](double end) {
        moved.end = end;
        return snippets.set_plan(lecture, {moved, keep(before[1]), keep(before[2])}, now)->snippets[0];
    };
    EXPECT_EQ(move(9).task_id, waiting) << "it reads the plan when it begins";
    const Job begun = claim();
    EXPECT_EQ(move(9).task_id, waiting);
    const Snippet after = move(8);
    EXPECT_EQ(task_status(jobs.get(waiting).value()), "REVOKED");
    EXPECT_THROW(pipeline.publish_clip(lease_of(begun), {"f", "v", 1, "", now}, "", now), LeaseLost);
    const Job again = claim();
    EXPECT_EQ(again.id, after.task_id);
    EXPECT_EQ(again.payload, begun.payload);
    EXPECT_EQ(again.kind, begun.kind);
    EXPECT_EQ(again.serial_key, begun.serial_key);

    ASSERT_TRUE(jobs.cancel(again.id, now).has_value());
    move(7);
    EXPECT_EQ(jobs.get(again.id)->state, JobState::cancelled);
    EXPECT_EQ(try_claim(), std::nullopt) << "a person did not want it";
}

TEST_P(PlanRowsTest, ACutThatIsClaimedWhileThePlanChangesIsCutAnew) {
    const auto claimed = snippets.start_cut(before[0].id, {"{}"}, uuid(), now)->task_id;
    const auto elsewhere = open_again();
    SnippetStore editor(*elsewhere, 1000);
    PlanItem moved = keep(before[0]);
    moved.end = 9;
    std::future<Result<LectureWithSnippets>> change;
    database->write([&](Transaction& tx) {
        tx.touch(Topic::lecture, lecture);
        tx.query({"test.claim", "UPDATE jobs SET state = 'running', attempt = 1 WHERE id = $1"}, {claimed});
        change = std::async(std::launch::async, [&] { return editor.set_plan(lecture, {moved}, now); });
        change.wait_for(300ms);  // it should be waiting for this transaction by then
    });
    const auto after = change.get().value().snippets.at(0).task_id;
    EXPECT_EQ(jobs.get(claimed)->state, JobState::cancelled) << "it may have read the old plan";
    EXPECT_EQ(claim().id, after);
}

TEST_P(PlanRowsTest, TheTopicsThatWereFoundComeBack) {
    cut(before[1].id, "v1");
    PlanItem other = keep(before[1]);
    other.name = "Mine";
    ASSERT_TRUE(snippets.set_plan(lecture, {other}, now).has_value());
    const auto back = snippets.plan_of_topics(lecture, false, "{}", uuid(), now).value();
    ASSERT_EQ(back.snippets.size(), 3);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(back.snippets[i].name, before[i].name);
        EXPECT_EQ(back.snippets[i].summary, before[i].summary);
        EXPECT_EQ(back.snippets[i].start, before[i].start);
        EXPECT_EQ(back.snippets[i].end, before[i].end);
    }
    EXPECT_EQ(back.snippets[1].id, before[1].id) << "its bounds are those of a topic";
    EXPECT_FALSE(back.snippets[1].clip_is_stale());
    EXPECT_EQ(back.lecture.status, LectureStatus::finished);
    EXPECT_EQ(snippets.plan_of_topics(lecture, false, "{}", uuid(), now, std::set{back.lecture.revision + 1})
                  .error()
                  .code,
              ErrorCode::outdated);
    EXPECT_EQ(snippets.plan_of_topics(9999, false, "{}", uuid(), now).error().code, ErrorCode::not_found);
}

TEST_P(PlanRowsTest, TopicsAreFoundAnewByAnAnalysis) {
    const auto waiting = snippets.plan_of_topics(lecture, true, "payload", uuid(), now).value();
    EXPECT_EQ(waiting.lecture.status, LectureStatus::analyzing);
    EXPECT_EQ(waiting.snippets.size(), 3) << "the plan stays until the analysis has ended";
    EXPECT_EQ(snippets.plan_of_topics(lecture, true, "", uuid(), now).error().code, ErrorCode::conflict);
    const Job job = claim();
    EXPECT_EQ(job.kind, JobKind::analyze);
    EXPECT_EQ(job.payload, "payload");
    pipeline.finish_analysis(lease_of(job), {{0, 10, "Anew", ""}, {10, 100, "More", ""}}, now, true);
    const auto after = lectures.with_snippets(lecture).value();
    EXPECT_EQ(after.lecture.status, LectureStatus::finished);
    ASSERT_EQ(after.snippets.size(), 2);
    EXPECT_EQ(after.snippets[0].id, before[0].id);
    EXPECT_EQ(after.snippets[0].name, "Anew");
    ASSERT_TRUE(snippets.set_plan(lecture, {}, now).has_value());
    EXPECT_EQ(snippets.plan_of_topics(lecture, false, "", uuid(), now)->snippets[1].name, "More");

    const Lecture untold = create("no transcript");
    pipeline.finish_download(lease_of(claim()), {{"lectures/2/recording.mp4", 5, "ab"}, 100.0}, uuid(), now);
    ASSERT_TRUE(lectures.cancel(untold.id, now).has_value());
    EXPECT_EQ(snippets.plan_of_topics(untold.id, false, "", uuid(), now).error().code, ErrorCode::conflict);
}

TEST_P(PlanRowsTest, WithoutARecordingTheKeptTopicsComeBackButNoneAreFoundAnew) {
    database->write([&](Transaction& tx) {
        tx.touch(Topic::lecture, lecture);
        tx.query({"test.lose",
                  "UPDATE lectures SET recording = NULL, recording_bytes = NULL, "
                  "recording_sha256 = NULL WHERE id = $1"},
                 {lecture});
    });
    EXPECT_EQ(snippets.plan_of_topics(lecture, true, "{}", uuid(), now).error().code, ErrorCode::conflict);
    EXPECT_EQ(lectures.get(lecture)->status, LectureStatus::finished);
    EXPECT_EQ(try_claim(), std::nullopt);
    EXPECT_EQ(snippets.plan_of_topics(lecture, false, "{}", uuid(), now)->snippets.size(), 3);
}

// The limits of a plan are those of a request.
TEST_P(PlanRowsTest, AnyNumberOfTopicsBecomesThePlan) {
    std::vector<topics::Topic> many;
    for (std::size_t i = 0; i <= max_plan_items; ++i)
        many.push_back({i * 10.0, i * 10.0 + 10, "Topic", ""});
    snippets.plan_of_topics(lecture, true, "{}", uuid(), now).value();
    pipeline.finish_analysis(lease_of(claim()), many, now, true);
    const auto after = lectures.with_snippets(lecture).value();
    EXPECT_EQ(after.lecture.status, LectureStatus::finished);
    ASSERT_EQ(after.snippets.size(), many.size());
    EXPECT_EQ(after.snippets[0].id, before[0].id);
    EXPECT_EQ(after.snippets.back().start, many.back().start);
    EXPECT_EQ(after.snippets.back().position, static_cast<int>(many.size()));
    EXPECT_EQ(snippets.plan_of_topics(lecture, false, "{}", uuid(), now)->snippets.size(), many.size());
}

}  // namespace
}  // namespace lectern::storage::test
