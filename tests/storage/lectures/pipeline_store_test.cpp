#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

class PipelineStoreTest : public StoreTest {
protected:
    PipelineStatus status(const Lecture& lecture) { return lectures.status(lecture.id).value(); }
    // Runs the pipeline up to the step of this kind and claims its job.
    Lease run_to(JobKind kind) {
        Lease lease = lease_of(claim());
        if (kind == JobKind::download) return lease;
        pipeline.finish_download(lease, {{"lectures/1/recording.mp4", 5, "ab"}, 100.0}, uuid(), now);
        lease = lease_of(claim());
        if (kind == JobKind::transcribe) return lease;
        Transcript transcript;
        transcript.duration = 100;
        pipeline.finish_transcription(lease, transcript, uuid(), now);
        return lease_of(claim());
    }
};
LECTERN_ON_BOTH_DRIVERS(PipelineStoreTest);

TEST_P(PipelineStoreTest, GoesThroughItsStatusesWithRisingProgress) {
    const Lecture lecture = create("a");
    EXPECT_EQ(status(lecture).status, LectureStatus::pending);
    EXPECT_EQ(status(lecture).progress, 0);

    Lease lease = lease_of(claim());
    pipeline.begin_step(lease, now);
    jobs.heartbeat(lease, 0.5, now, lease_length);
    EXPECT_EQ(status(lecture).status, LectureStatus::downloading);
    EXPECT_NEAR(status(lecture).progress, 0.1, 1e-9);
    EXPECT_EQ(status(lecture).attempt, 1);
    const Playback playback{"video/mp4", "avc1.64001f,mp4a.40.2", 1280, 720, 25, "Why not."};
    pipeline.finish_download(lease, {{"lectures/1/recording.mp4", 5, "ab", now}, 100.0, {}, playback}, uuid(),
                             now);
    EXPECT_EQ(status(lecture).status, LectureStatus::transcribing);
    EXPECT_NEAR(status(lecture).progress, 0.2, 1e-9);
    const Lecture downloaded = lectures.get(lecture.id).value();
    ASSERT_TRUE(downloaded.recording);
    EXPECT_EQ(downloaded.recording->file, "lectures/1/recording.mp4");
    EXPECT_EQ(downloaded.recording->bytes, 5);
    EXPECT_EQ(downloaded.recording->sha256, "ab");
    EXPECT_EQ(downloaded.recording->came_at, now);
    ASSERT_TRUE(downloaded.playback);
    EXPECT_EQ(downloaded.playback->mime, "video/mp4");
    EXPECT_EQ(downloaded.playback->codecs, "avc1.64001f,mp4a.40.2");
    EXPECT_EQ(downloaded.playback->width, 1280);
    EXPECT_EQ(downloaded.playback->height, 720);
    EXPECT_EQ(downloaded.playback->fps, 25);
    EXPECT_EQ(downloaded.playback->obstacle, "Why not.");
    EXPECT_EQ(lectures.get(lecture.id)->duration, 100);

    lease = lease_of(claim());
    pipeline.begin_step(lease, now);
    jobs.heartbeat(lease, 0.5, now, lease_length);
    EXPECT_NEAR(status(lecture).progress, 0.55, 1e-9);
    pipeline.finish_transcription(lease, {}, uuid(), now);
    EXPECT_EQ(status(lecture).status, LectureStatus::analyzing);
    EXPECT_NEAR(status(lecture).progress, 0.9, 1e-9);

    lease = lease_of(claim());
    pipeline.finish_analysis(lease, {{0, 10, "One", "s"}, {10, 100, "Two", ""}}, now);
    EXPECT_EQ(status(lecture).status, LectureStatus::finished);
    EXPECT_EQ(status(lecture).progress, 1);
    EXPECT_EQ(try_claim(), std::nullopt);
    const auto found = lectures.with_snippets(lecture.id).value();
    ASSERT_EQ(found.snippets.size(), 2);
    EXPECT_EQ(found.snippets[0].name, "One");
    EXPECT_EQ(found.snippets[0].summary, "s");
    EXPECT_EQ(found.snippets[1].position, 2);
    EXPECT_EQ(found.snippets[1].start, 10);
    EXPECT_EQ(found.snippets[1].end, 100);
    EXPECT_EQ(found.snippets[1].lecture_id, lecture.id);
    EXPECT_EQ(lectures.status(lecture.id + 1), std::nullopt);
}

TEST_P(PipelineStoreTest, AStepWithoutItsLeaseChangesNothing) {
    const Lecture lecture = create("a");
    const Lease lost = run_to(JobKind::download);
    jobs.recover("boot 2", now);
    boot = "boot 2";
    claim();
    EXPECT_THROW(pipeline.begin_step(lost, now), LeaseLost);
    EXPECT_THROW(pipeline.finish_download(lost, {{"f", 1, ""}, 1.0}, uuid(), now), LeaseLost);
    EXPECT_THROW(pipeline.finish_transcription(lost, {}, uuid(), now), LeaseLost);
    EXPECT_THROW(pipeline.finish_analysis(lost, {}, now), LeaseLost);
    EXPECT_FALSE(lectures.get(lecture.id)->recording);
    EXPECT_EQ(status(lecture).status, LectureStatus::pending);
    EXPECT_EQ(count("jobs"), 1);
    EXPECT_EQ(count("transcripts"), 0);
}

TEST_P(PipelineStoreTest, AFailureThatIsRepeatedIsShownWhileTheLectureGoesOn) {
    const Lecture lecture = create("a");
    const Lease lease = run_to(JobKind::download);
    pipeline.begin_step(lease, now);
    jobs.fail(lease, {JobState::queued, now + 9s, "Google Drive did not answer."}, now);
    EXPECT_EQ(status(lecture).status, LectureStatus::downloading);
    EXPECT_EQ(status(lecture).error, "Google Drive did not answer.");
    EXPECT_EQ(lectures.get(lecture.id)->error, "");
}

TEST_P(PipelineStoreTest, APermanentFailureFailsTheLectureWithItsText) {
    const Lecture lecture = create("a");
    jobs.fail(run_to(JobKind::transcribe), {JobState::failed, now, "There is no audio."}, now);
    EXPECT_EQ(status(lecture).status, LectureStatus::failed);
    EXPECT_EQ(status(lecture).error, "There is no audio.");
    EXPECT_EQ(lectures.get(lecture.id)->error, "There is no audio.");
    EXPECT_NEAR(status(lecture).progress, 0.2, 1e-9);
}

TEST_P(PipelineStoreTest, ARecoveredJobWithoutAttemptsLeftFailsItsLecture) {
    const Lecture lecture = create("a");
    for (int i = 2; i <= 6; ++i) {
        claim();
        boot = "boot " + std::to_string(i);
        jobs.recover(boot, now);
    }
    EXPECT_EQ(status(lecture).status, LectureStatus::failed);
    EXPECT_NE(status(lecture).error, "");
}

TEST_P(PipelineStoreTest, RetryGoesOnFromTheFailedStepAndItsCheckpoint) {
    const Lecture lecture = create("a");
    const Lease lease = run_to(JobKind::transcribe);
    jobs.save_checkpoint(lease, R"({"second":50})", now);
    EXPECT_EQ(lectures.retry(lecture.id, uuid(), now).error().code, ErrorCode::conflict);
    jobs.fail(lease, {JobState::failed, now, "x"}, now);
    const auto id = uuid();
    const Lecture retried = lectures.retry(lecture.id, id, now).value();
    EXPECT_EQ(retried.status, LectureStatus::transcribing);
    EXPECT_EQ(retried.error, "");
    EXPECT_EQ(retried.job_id, id);
    const Job again = claim();
    EXPECT_EQ(again.id, id);
    EXPECT_EQ(again.kind, JobKind::transcribe);
    EXPECT_EQ(again.attempt, 1);
    EXPECT_EQ(again.checkpoint, R"({"second":50})");
    EXPECT_EQ(lectures.retry(lecture.id + 1, uuid(), now).error().code, ErrorCode::not_found);
}

TEST_P(PipelineStoreTest, ARetriedDownloadKeepsItsPayload) {
    const Lecture lecture = create("a");
    jobs.fail(run_to(JobKind::download), {JobState::failed, now, "x"}, now);
    EXPECT_EQ(lectures.retry(lecture.id, uuid(), now)->status, LectureStatus::pending);
    EXPECT_EQ(claim().payload, R"({"id":"a"})");
}

TEST_P(PipelineStoreTest, RetryIsRefusedWhenTheQueueIsFull) {
    const Lecture lecture = create("a");
    jobs.fail(run_to(JobKind::download), {JobState::failed, now, "x"}, now);
    create("b");
    LectureStore small(*database, 1);
    EXPECT_EQ(small.retry(lecture.id, uuid(), now).error().code, ErrorCode::busy);
    EXPECT_EQ(status(lecture).status, LectureStatus::failed);
}

TEST_P(PipelineStoreTest, CancelStopsAQueuedOrRunningPipeline) {
    const Lecture queued = create("a");
    EXPECT_EQ(lectures.cancel(queued.id, now)->status, LectureStatus::failed);
    EXPECT_EQ(try_claim(), std::nullopt);
    EXPECT_EQ(lectures.cancel(queued.id, now).error().code, ErrorCode::conflict);
    EXPECT_EQ(lectures.cancel(queued.id + 1, now).error().code, ErrorCode::not_found);

    const Lecture running = create("b");
    const Lease lease = run_to(JobKind::transcribe);
    EXPECT_EQ(lectures.cancel(running.id, now)->error, "Cancelled.");
    EXPECT_EQ(jobs.get(lease.job_id)->state, JobState::cancelled);
    EXPECT_THROW(pipeline.finish_transcription(lease, {}, uuid(), now), LeaseLost);
    EXPECT_EQ(status(running).status, LectureStatus::failed);
}

TEST_P(PipelineStoreTest, CancellingThePipelinesJobFailsTheLecture) {
    const Lecture lecture = create("a");
    ASSERT_TRUE(jobs.cancel(*lecture.job_id, now).has_value());
    EXPECT_EQ(status(lecture).status, LectureStatus::failed);
    EXPECT_EQ(status(lecture).error, "Cancelled.");
}

TEST_P(PipelineStoreTest, AStepThatEndsAfterACancelKeepsItsResultButNothingFollows) {
    const Lecture lecture = create("a");
    const Lease lease = run_to(JobKind::download);
    ASSERT_TRUE(jobs.cancel(lease.job_id, now).has_value());
    pipeline.finish_download(lease, {{"lectures/1/recording.mp4", 5, "ab"}, 100.0}, uuid(), now);
    EXPECT_EQ(status(lecture).status, LectureStatus::failed);
    EXPECT_EQ(jobs.get(lease.job_id)->state, JobState::cancelled);
    EXPECT_EQ(try_claim(), std::nullopt);
    EXPECT_TRUE(lectures.get(lecture.id)->recording.has_value());
}

TEST_P(PipelineStoreTest, APlanThatAPersonWroteMeanwhileStays) {
    const Lecture lecture = create("a");
    jobs.fail(run_to(JobKind::analyze), {JobState::failed, now, "x"}, now);
    const auto planned = snippets.set_plan(lecture.id, {{{}, "Mine", "", 0, 5}}, now).value();
    cut(planned.snippets[0].id, "v1");
    ASSERT_TRUE(lectures.retry(lecture.id, uuid(), now).has_value());
    pipeline.finish_analysis(lease_of(claim()), {{0, 10, "Found", ""}}, now);
    const auto found = lectures.with_snippets(lecture.id)->snippets;
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].name, "Mine");
    EXPECT_TRUE(found[0].clip.has_value());
    EXPECT_THAT(trashed(), testing::IsEmpty());
}

}  // namespace
}  // namespace lectern::storage::test
