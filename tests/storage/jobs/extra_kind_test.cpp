// A kind of job that exists only in this test: it works for a lecture outside its pipeline.
#include "storage/jobs/job_lecture.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/scrub/claims.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

constexpr JobKindRow made_up{.kind = ExtraJobKind::kind,
                             .name = "made_up",
                             .scope = JobScope::lecture_extra,
                             .work_file = {"made", WorkFile::KeptFor::job}};

class ExtraKindTest : public StoreTest {
protected:
    std::string add(std::int64_t lecture) {
        NewJob job{uuid(), ExtraJobKind::kind};
        job.lecture_id = lecture;
        database->write([&](Transaction& tx) {
            lock_lecture(tx, lecture);
            ASSERT_TRUE(enqueue(tx, job, now, 1000).has_value());
        });
        return job.id;
    }
    Job claim_extra() { return jobs.claim(boot, {ExtraJobKind::kind}, now, lease_length).value(); }
    JobState state_of(const std::string& id) { return jobs.get(id).value().state; }

    ExtraJobKind extra{made_up};
};
LECTERN_ON_BOTH_DRIVERS(ExtraKindTest);

TEST_P(ExtraKindTest, ItsFailureDoesNotFailTheLecture) {
    const Lecture lecture = finished("a");
    const Lecture running = create("b");
    for (const std::int64_t id : {lecture.id, running.id}) {
        const std::string job = add(id);
        jobs.fail(lease_of(claim_extra()), {JobState::failed, now, "no"}, now);
        EXPECT_EQ(state_of(job), JobState::failed);
    }
    EXPECT_EQ(lectures.get(lecture.id)->status, LectureStatus::finished);
    EXPECT_EQ(lectures.get(running.id)->status, LectureStatus::pending);
    EXPECT_EQ(lectures.get(running.id)->error, "");
}

TEST_P(ExtraKindTest, ItsCancelDoesNotFailTheLecture) {
    const Lecture lecture = create("a");
    ASSERT_TRUE(jobs.cancel(add(lecture.id), now).has_value());
    EXPECT_EQ(lectures.get(lecture.id)->status, LectureStatus::pending);
    EXPECT_EQ(state_of(*lecture.job_id), JobState::queued);
}

TEST_P(ExtraKindTest, ItsLostWorkerDoesNotFailTheLecture) {
    const Lecture lecture = create("a");
    const std::string job = add(lecture.id);
    database->write([&](Transaction& tx) {
        lock_lecture(tx, lecture.id);
        tx.query({"test", "UPDATE jobs SET max_attempts = 1 WHERE id = $1"}, {job});
    });
    claim_extra();
    jobs.recover("boot 2", now);
    EXPECT_EQ(state_of(job), JobState::failed);
    EXPECT_EQ(lectures.get(lecture.id)->status, LectureStatus::pending);
}

TEST_P(ExtraKindTest, ItRunsBesideThePipelineAndOthersOfItsKind) {
    const Lecture lecture = create("a");
    const Job download = claim();
    const std::string first = add(lecture.id), second = add(lecture.id);
    claim_extra();
    claim_extra();
    for (const std::string& id : {download.id, first, second})
        EXPECT_EQ(state_of(id), JobState::running);
}

TEST_P(ExtraKindTest, ThePipelineGoesOnBesideIt) {
    const Lecture lecture = create("a");
    const std::string job = add(lecture.id);
    pipeline.finish_download(lease_of(claim()), {{"lectures/1/recording", 5, "ab"}, 100.0}, uuid(), now);
    EXPECT_EQ(lectures.get(lecture.id)->status, LectureStatus::transcribing);
    EXPECT_EQ(state_of(job), JobState::queued);
}

TEST_P(ExtraKindTest, ACancelOfThePipelineLeavesIt) {
    const Lecture lecture = create("a");
    const std::string queued = add(lecture.id);
    const std::string running = add(lecture.id);
    claim_extra();
    ASSERT_TRUE(lectures.cancel(lecture.id, now).has_value());
    EXPECT_EQ(state_of(*lecture.job_id), JobState::cancelled);
    EXPECT_EQ(count("jobs WHERE state = 'queued'") + count("jobs WHERE state = 'running'"), 2);
    EXPECT_TRUE(jobs.has_open(queued));
    EXPECT_TRUE(jobs.has_open(running));
}

TEST_P(ExtraKindTest, ItHasAWorkFileOfItsOwnAndNoClip) {
    const Lecture lecture = finished("a");
    const std::string job = add(lecture.id);
    const Claims claims = read_claims(*database);
    EXPECT_TRUE(claims.files.contains("work/made-" + job));
    EXPECT_FALSE(claims.files.contains("work/cut-" + job));
    const std::string result = "lectures/" + lecture.folder_name() + "/made_up-" + job;
    EXPECT_TRUE(claims.files.contains(result)) << "an attempt may have published it";
    jobs.fail(lease_of(claim_extra()), {JobState::failed, now, "no"}, now);
    EXPECT_THAT(trashed(), testing::ElementsAre(result, result, "work/made-" + job))
        << "the second one waits until no step works for the lecture";
}

TEST_P(ExtraKindTest, DeletingTheLectureCancelsIt) {
    const Lecture lecture = finished("a");
    const std::string queued = add(lecture.id), running = add(lecture.id);
    const Job job = claim_extra();
    ASSERT_TRUE(lectures.remove(lecture.id, now).has_value());
    EXPECT_EQ(state_of(queued), JobState::cancelled);
    EXPECT_EQ(state_of(running), JobState::cancelled);
    EXPECT_THROW(jobs.heartbeat(lease_of(job), 0.5, now, lease_length), LeaseLost);
    EXPECT_THAT(trashed(), testing::Contains("work/made-" + job.id));
}

TEST_P(ExtraKindTest, ItIsNotATaskOfASnippet) {
    const Lecture lecture = finished("a");
    const std::string job = add(lecture.id);
    ASSERT_TRUE(snippets.start_cut(lectures.with_snippets(lecture.id)->snippets[0].id, {"{}"}, uuid(), now));
    EXPECT_EQ(count("jobs WHERE scope = 'clip'"), 1);
    EXPECT_EQ(count("jobs WHERE scope = 'lecture_extra' AND id = '" + job + "'"), 1);
}

}  // namespace
}  // namespace lectern::storage::test
