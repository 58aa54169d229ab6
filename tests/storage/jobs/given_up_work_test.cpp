// What happens to the files of jobs that have ended without success, and to jobs that wait for space.
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/uploads/upload_store.hpp"
#include "tests/storage/files/file_kit.hpp"
#include "tests/storage/store_fixture.hpp"

#include <filesystem>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

namespace fs = std::filesystem;

class GivenUpWorkTest : public StoreTest {
protected:
    void put(const std::string& path) { write_file(state.root() / path, "bytes"); }
    bool is_there(const std::string& path) const { return fs::exists(state.root() / path); }

    // A running cut that has published its clip but not yet written the snippet's row.
    Job cut_that_published() {
        lecture = finished("a").id;
        snippet = lectures.with_snippets(lecture)->snippets.front().id;
        snippets.start_cut(snippet, {"{}"}, uuid(), now).value();
        const Job job = claim();
        clip = clip_file(lectures.get(lecture)->folder_name(), snippet, job.id);
        put(clip);
        put("work/" + cut_work_file(job.id));
        return job;
    }

    std::int64_t lecture = 0, snippet = 0;
    std::string clip;
    StateFolder state{folder.path() / "state", 0};
    Outbox outbox{*database, state};
};
LECTERN_ON_BOTH_DRIVERS(GivenUpWorkTest);

TEST_P(GivenUpWorkTest, TheClipOfAFailedCutIsRemoved) {
    const Job job = cut_that_published();
    jobs.fail(lease_of(job), {JobState::queued, now, "again"}, now);
    outbox.drain_at_start();
    EXPECT_TRUE(is_there(clip)) << "the next attempt overwrites it";
    jobs.fail(lease_of(claim()), {JobState::failed, now, "no"}, now);
    outbox.drain();
    EXPECT_FALSE(is_there(clip));
    EXPECT_FALSE(is_there("work/" + cut_work_file(job.id)));
}

TEST_P(GivenUpWorkTest, TheClipOfARevokedCutIsRemoved) {
    cut_that_published();
    ASSERT_TRUE(snippets.set_plan(lecture, {}, now).has_value());
    outbox.drain();
    EXPECT_FALSE(is_there(clip));
}

TEST_P(GivenUpWorkTest, AClipThatARevokedStepPublishedBeforeItDiedIsRemovedAtTheNextStart) {
    cut_that_published();
    ASSERT_TRUE(snippets.set_plan(lecture, {}, now).has_value());
    outbox.drain();
    put(clip);
    outbox.drain();
    EXPECT_TRUE(is_there(clip)) << "its step may still run";
    outbox.drain_at_start();
    EXPECT_FALSE(is_there(clip));
    EXPECT_TRUE(trashed().empty());
}

TEST_P(GivenUpWorkTest, AClipThatARevokedStepPublishesIsRemovedWhenItHasEnded) {
    cut_that_published();
    const Lecture other = create("b");
    ASSERT_TRUE(snippets.set_plan(lecture, {}, now).has_value());
    ASSERT_TRUE(lectures.remove(other.id, now).has_value());
    outbox.drain();
    put(clip);
    EXPECT_THAT(outbox.serial_keys(), testing::IsEmpty());
    EXPECT_THAT(outbox.lectures_to_tidy(), testing::ElementsAre(lecture, other.id));
    outbox.drain(serial_key_after_steps(lecture));
    EXPECT_FALSE(is_there(clip));
    EXPECT_THAT(outbox.lectures_to_tidy(), testing::ElementsAre(other.id));
}

TEST_P(GivenUpWorkTest, FilesThatArriveAfterTheirLectureWasRemovedAreRemovedAtTheNextStart) {
    const Lecture removed = create("a");
    claim();
    put("work/" + download_work_file(removed.folder_name()));
    put("work/" + subtitles_work_file(removed.folder_name()));
    ASSERT_TRUE(lectures.remove(removed.id, now).has_value());
    outbox.drain();
    EXPECT_FALSE(is_there("work/" + download_work_file(removed.folder_name())));
    EXPECT_FALSE(is_there("work/" + subtitles_work_file(removed.folder_name())));
    put(recording_file(removed.folder_name()));
    outbox.drain_at_start();
    EXPECT_FALSE(is_there(lecture_folder(removed.folder_name())));
}

TEST_P(GivenUpWorkTest, CutsThatNeverRanLeaveNothingToDo) {
    lecture = finished("a").id;
    snippets.start_cut(lectures.with_snippets(lecture)->snippets.front().id, {"{}"}, uuid(), now).value();
    ASSERT_TRUE(snippets.set_plan(lecture, {}, now).has_value());
    EXPECT_TRUE(trashed().empty());
}

TEST_P(GivenUpWorkTest, WaitingForSpaceCountsAsNoAttemptAndEndsWhenThereIsSome) {
    create("a");
    const Job full = claim();
    jobs.fail(lease_of(full), {JobState::queued, now + 60s, "The disk is full.", true}, now);
    create("b");
    const Job broken = claim();
    jobs.fail(lease_of(broken), {JobState::queued, now + 60s, "No answer."}, now);
    EXPECT_EQ(jobs.get(full.id)->attempt, 0);
    EXPECT_EQ(jobs.get(broken.id)->attempt, 1);
    EXPECT_FALSE(try_claim());
    EXPECT_EQ(jobs.space_is_back(now), 1);
    EXPECT_EQ(jobs.space_is_back(now), 0);
    EXPECT_EQ(claim().id, full.id);
    EXPECT_FALSE(try_claim()) << "the other one waits for something else";
    jobs.fail({full.id, jobs.get(full.id)->lease_token}, {JobState::queued, now + 60s, "No answer."}, now);
    EXPECT_EQ(jobs.space_is_back(now), 0);
}

}  // namespace
}  // namespace lectern::storage::test
