#include "tests/storage/lectures/plan_fixture.hpp"

#include <set>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SnippetStoreTest : public PlanTest {};
LECTERN_ON_BOTH_DRIVERS(SnippetStoreTest);

TEST_P(SnippetStoreTest, AStartedCutIsOneTaskUntilItEnds) {
    const auto first = snippets.start_cut(before[0].id, {R"({"mode":"exact"})"}, uuid(), now).value();
    EXPECT_FALSE(first.already_running);
    const auto second = snippets.start_cut(before[0].id, {R"({"mode":"exact"})"}, uuid(), now).value();
    EXPECT_TRUE(second.already_running);
    EXPECT_EQ(second.task_id, first.task_id);
    EXPECT_EQ(second.replaced, std::nullopt);
    EXPECT_EQ(find(before[0]).task_id, first.task_id);
    const Job job = claim();
    EXPECT_EQ(job.kind, JobKind::cut);
    EXPECT_EQ(job.priority, JobPriority::interactive);
    EXPECT_EQ(job.payload, R"({"mode":"exact"})");
    EXPECT_EQ(job.snippet_id, before[0].id);
    EXPECT_EQ(job.lecture_id, lecture);
    EXPECT_EQ(snippets.start_cut(before[0].id, {R"({"mode":"exact"})"}, uuid(), now)->task_id, first.task_id);
    jobs.fail(lease_of(job), {JobState::failed, now, "x"}, now);
    EXPECT_NE(snippets.start_cut(before[0].id, {"{}"}, uuid(), now)->task_id, first.task_id);
    EXPECT_EQ(lectures.get(lecture)->status, LectureStatus::finished) << "a cut does not touch its lecture";
}

TEST_P(SnippetStoreTest, AnotherOrderTakesThePlaceOfTheOneThatIsOpen) {
    const auto order = [&](const std::string& payload, JobKind kind = JobKind::cut) {
        return snippets.start_cut(before[0].id, {payload, kind}, uuid(), now).value();
    };
    const auto queued = order("styled");
    const auto running = order("exact");
    EXPECT_FALSE(running.already_running);
    EXPECT_EQ(running.replaced, queued.task_id);
    EXPECT_EQ(task_status(jobs.get(queued.task_id).value()), "REVOKED");
    const Job job = claim();
    EXPECT_EQ(job.id, running.task_id);
    const auto last = order("exact", JobKind::fast_cut);
    EXPECT_EQ(last.replaced, running.task_id);
    EXPECT_THROW(pipeline.publish_clip(lease_of(job), {"f", "v", 1, "", now}, "", now), LeaseLost);
    EXPECT_EQ(task_status(jobs.get(running.task_id).value()), "REVOKED");
    EXPECT_EQ(find(before[0]).task_id, last.task_id);
    EXPECT_EQ(claim().kind, JobKind::fast_cut);
    EXPECT_EQ(try_claim(), std::nullopt);
}

TEST_P(SnippetStoreTest, AnOrderThatIsRefusedLeavesTheOpenOneAlone) {
    const auto open = snippets.start_cut(before[0].id, {"styled"}, uuid(), now).value();
    SnippetStore full(*database, 0);
    EXPECT_EQ(full.start_cut(before[0].id, {"exact"}, uuid(), now).error().code, ErrorCode::busy);
    EXPECT_EQ(claim().id, open.task_id);
    EXPECT_EQ(find(before[0]).task_id, open.task_id);
}

TEST_P(SnippetStoreTest, CutsOfOneLectureDoNotWaitForEachOther) {
    std::set<std::int64_t> cut;
    for (const Snippet& snippet : before)
        snippets.start_cut(snippet.id, {"{}"}, uuid(), now).value();
    for (std::size_t i = 0; i < before.size(); ++i)
        cut.insert(claim().snippet_id.value());
    EXPECT_EQ(cut.size(), before.size());
}

TEST_P(SnippetStoreTest, ASnippetTellsOfItsLastCut) {
    EXPECT_EQ(find(before[0]).cut, std::nullopt);
    const auto task = snippets.start_cut(before[0].id, {"{}"}, uuid(), now)->task_id;
    EXPECT_EQ(find(before[0]).cut.value().state, JobState::queued);
    const Job job = claim();
    jobs.heartbeat(lease_of(job), 0.25, now, lease_length);
    const Cut running = lectures.with_snippets(lecture)->snippets[0].cut.value();
    EXPECT_EQ(running.task_id, task);
    EXPECT_EQ(running.state, JobState::running);
    EXPECT_EQ(running.attempt, 1);
    EXPECT_EQ(running.progress, 0.25);
    jobs.fail(lease_of(job), {JobState::failed, now, "No picture."}, now);
    EXPECT_EQ(find(before[0]).cut.value().error, "No picture.");
}

TEST_P(SnippetStoreTest, ACutThatWasAskedToStopIsFollowedByANewOne) {
    const auto first = snippets.start_cut(before[0].id, {"{}"}, uuid(), now)->task_id;
    const Lease lease = lease_of(claim());
    ASSERT_TRUE(jobs.cancel(first, now).has_value());
    const auto second = snippets.start_cut(before[0].id, {"{}"}, uuid(), now).value();
    EXPECT_FALSE(second.already_running);
    EXPECT_THROW(jobs.heartbeat(lease, 0, now, lease_length), LeaseLost);
    EXPECT_EQ(claim().id, second.task_id);
}

TEST_P(SnippetStoreTest, ACutNeedsASnippetAndAFreeQueueAndAPlanNeedsARecording) {
    EXPECT_EQ(snippets.start_cut(9999, {"{}"}, uuid(), now).error().code, ErrorCode::not_found);
    SnippetStore small(*database, 0);
    EXPECT_EQ(small.start_cut(before[0].id, {"{}"}, uuid(), now).error().code, ErrorCode::busy);
    EXPECT_EQ(find(before[0]).task_id, std::nullopt);

    const Lecture failed = create("no recording");
    ASSERT_TRUE(lectures.cancel(failed.id, now).has_value());
    EXPECT_EQ(snippets.set_plan(failed.id, {{{}, "Mine", "", 0, 5}}, now).error().code, ErrorCode::conflict);
}

TEST_P(SnippetStoreTest, APublishedClipHasANameAndReplacesTheOneBefore) {
    EXPECT_EQ(before[1].storage_link(), std::nullopt);
    cut(before[1].id, "v1");
    const Snippet once = find(before[1]);
    ASSERT_TRUE(once.clip.has_value());
    EXPECT_EQ(once.clip->file, "clips/v1.mp4");
    EXPECT_EQ(once.clip->version, "v1");
    EXPECT_EQ(once.clip->bytes, 10);
    EXPECT_EQ(once.clip->sha256, "cd");
    EXPECT_EQ(once.clip->made_at, now);
    EXPECT_EQ(once.clip->start, 10);
    EXPECT_EQ(once.clip->end, 20);
    EXPECT_EQ(once.clip->mode, "styled");
    EXPECT_EQ(once.clip->drawn_name, "Topic 2");
    EXPECT_EQ(once.clip->duration, 13);
    EXPECT_FALSE(once.clip_is_stale());
    EXPECT_EQ(once.storage_link(), "2)_Topic_2.mp4");
    EXPECT_EQ(jobs.get(*once.task_id)->state, JobState::succeeded);
    EXPECT_EQ(jobs.get(*once.task_id)->result, "Processed 1 videos.");
    EXPECT_EQ(jobs.get(*once.task_id)->progress, 1);
    EXPECT_THAT(trashed(), IsEmpty());
    cut(before[1].id, "v2");
    EXPECT_EQ(find(before[1]).clip->version, "v2");
    EXPECT_THAT(trashed(), ElementsAre("clips/v1.mp4"));
}

TEST_P(SnippetStoreTest, AClipIsFoundByItsExactNameOnly) {
    cut(before[1].id, "v1");
    EXPECT_EQ(snippets.clip_by_name(lecture, "2)_Topic_2.mp4")->id, before[1].id);
    for (const char* name : {"1)_Topic_1.mp4", "2)_Topic_3.mp4", "2)_Topic_2.mp4x", "02)_Topic_2.mp4", "",
                             "x", "-2)_Topic_2.mp4", "99999999999999999999)_Topic_2.mp4", "2)_\xFF.mp4"}) {
        EXPECT_EQ(snippets.clip_by_name(lecture, name), std::nullopt) << name;
    }
    EXPECT_EQ(snippets.clip_by_name(lecture + 1, "2)_Topic_2.mp4"), std::nullopt);
}

TEST_P(SnippetStoreTest, ANewPlanReplacesTheOldOne) {
    const auto after =
        snippets.set_plan(lecture, {{{}, "Hai", "tóm tắt", 120.5 - 100, 30.25}, {{}, "Một", "", 0, 9}}, now);
    ASSERT_TRUE(after.has_value());
    ASSERT_EQ(after->snippets.size(), 2);
    EXPECT_EQ(after->snippets[0].name, "Hai");
    EXPECT_EQ(after->snippets[0].start, 20.5);
    EXPECT_EQ(after->snippets[0].end, 30.25);
    EXPECT_EQ(after->snippets[0].summary, "tóm tắt");
    EXPECT_EQ(after->snippets[1].position, 2);
    for (const Snippet& old : before)
        EXPECT_EQ(snippets.get(old.id), std::nullopt);
    EXPECT_THAT(snippets.set_plan(lecture, {}, now)->snippets, IsEmpty());
}

TEST_P(SnippetStoreTest, KeptSnippetsMoveWithTheirClips) {
    cut(before[0].id, "v0");
    cut(before[2].id, "v2");
    PlanItem renamed = keep(before[0]);
    renamed.name = "Renamed";
    const auto after = snippets.set_plan(lecture, {keep(before[2]), renamed, keep(before[1])}, now).value();
    ASSERT_EQ(after.snippets.size(), 3);
    EXPECT_EQ(after.snippets[0].id, before[2].id);
    EXPECT_EQ(after.snippets[1].id, before[0].id);
    EXPECT_EQ(after.snippets[0].storage_link(), "1)_Topic_3.mp4");
    EXPECT_EQ(after.snippets[1].storage_link(), "2)_Renamed.mp4");
    EXPECT_THAT(trashed(), IsEmpty());
}

TEST_P(SnippetStoreTest, AClipStaysStaleUntilItsBoundsReturnOrItIsCutAgain) {
    cut(before[0].id, "v0");
    PlanItem changed = keep(before[0]);
    const auto first = [&] {
        return snippets.set_plan(lecture, {changed, keep(before[1]), keep(before[2])}, now)->snippets[0];
    };
    changed.end += 0.1;
    Snippet now_stale = first();
    EXPECT_EQ(now_stale.id, before[0].id);
    EXPECT_EQ(now_stale.clip->file, "clips/v0.mp4");
    EXPECT_TRUE(now_stale.clip_is_stale());
    changed.end = before[0].end;
    EXPECT_FALSE(first().clip_is_stale());
    changed.name = "Renamed";
    now_stale = first();
    EXPECT_TRUE(now_stale.clip_is_stale()) << "the old name is drawn into it";
    EXPECT_EQ(now_stale.storage_link(), "1)_Renamed.mp4");
    EXPECT_THAT(trashed(), IsEmpty());
    cut(before[0].id, "v1");
    EXPECT_FALSE(find(before[0]).clip_is_stale());
    EXPECT_THAT(trashed(), ElementsAre("clips/v0.mp4"));
}

TEST_P(SnippetStoreTest, APlanIsReplacedOnlyFromTheRevisionThatTheEditorHasSeen) {
    const std::int64_t seen = lectures.get(lecture)->revision;
    const auto mine = snippets.set_plan(lecture, {keep(before[0])}, now, std::set{seen}).value();
    EXPECT_GT(mine.lecture.revision, seen);
    for (const PlanCondition& other :
         {PlanCondition(std::set{seen}), PlanCondition(std::set<std::int64_t>{})})
        EXPECT_EQ(snippets.set_plan(lecture, {}, now, other).error().code, ErrorCode::outdated);
    EXPECT_EQ(lectures.with_snippets(lecture)->snippets.size(), 1);
    EXPECT_EQ(snippets.set_plan(lecture, {}, now, std::set{seen, mine.lecture.revision})->lecture.revision,
              mine.lecture.revision + 1);
    EXPECT_TRUE(snippets.set_plan(lecture, {}, now).has_value());
}

TEST_P(SnippetStoreTest, DroppedSnippetsLoseClipsAndJobsButTasksCanStillBeAskedFor) {
    cut(before[0].id, "v0");
    const auto queued = snippets.start_cut(before[1].id, {"{}"}, uuid(), now)->task_id;
    const auto kept = snippets.start_cut(before[2].id, {"{}"}, uuid(), now)->task_id;
    ASSERT_TRUE(snippets.set_plan(lecture, {keep(before[2])}, now).has_value());
    EXPECT_THAT(trashed(), ElementsAre("clips/v0.mp4"));
    EXPECT_EQ(jobs.get(queued)->state, JobState::cancelled);
    EXPECT_EQ(jobs.get(kept)->state, JobState::queued);
    EXPECT_EQ(claim().id, kept);
}

TEST_P(SnippetStoreTest, ABadPlanChangesNothing) {
    cut(before[0].id, "v0");
    const auto refused = snippets.set_plan(lecture, {{{}, "ok", "", 0, 5}, {9999, "x", "", 5, 200}}, now);
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, ErrorCode::invalid);
    EXPECT_EQ(refused.error().fields.size(), 2);
    EXPECT_EQ(lectures.with_snippets(lecture)->snippets.size(), 3);
    EXPECT_THAT(trashed(), IsEmpty());
    EXPECT_EQ(snippets.set_plan(9999, {}, now).error().code, ErrorCode::not_found);
}

TEST_P(SnippetStoreTest, NoPlanWhileThePipelineRuns) {
    const Lecture other = create("b");
    EXPECT_EQ(snippets.set_plan(other.id, {}, now).error().code, ErrorCode::conflict);
    claim();
    EXPECT_EQ(snippets.set_plan(other.id, {}, now).error().code, ErrorCode::conflict);
}

TEST_P(SnippetStoreTest, TheLargestPlanFits) {
    std::vector<PlanItem> plan;
    for (int i = 0; i < 500; ++i)
        plan.push_back({{}, "n" + std::to_string(i), "", i * 0.1, i * 0.1 + 0.05});
    EXPECT_EQ(snippets.set_plan(lecture, plan, now)->snippets.size(), 500);
    EXPECT_EQ(lectures.with_snippets(lecture)->snippets[499].name, "n499");
    plan.push_back(plan[0]);
    EXPECT_EQ(snippets.set_plan(lecture, plan, now).error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace lectern::storage::test
