#include "storage/lectures/preview_store.hpp"

#include "storage/files/layout.hpp"
#include "storage/scrub/claims.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class PreviewStoreTest : public StoreTest {
protected:
    Preview made(const std::string& file) const {
        return {file, 15, "0123456789abcdef", {2, {{"peaks-1", 0, 5}, {"poster", 5, 10}}}, now};
    }
    LecturePreview preview_of(const Lecture& lecture) { return previews.find(lecture.id).value(); }
    // A lecture whose recording comes in, with its preview queued.
    Lecture with_recording(const std::string& key, const std::string& preview_job) {
        const Lecture lecture = create(key);
        DownloadedRecording recording{{"lectures/r", 5, "ab", now}, 100.0};
        recording.preview_job_id = preview_job;
        const Job download = jobs.claim(boot, {JobKind::download}, now, lease_length).value();
        pipeline.finish_download(lease_of(download), recording, uuid(), now);
        return lecture;
    }
    Job claim_preview() { return jobs.claim(boot, {JobKind::preview}, now, lease_length).value(); }

    PreviewStore previews{*database, 1000};
};
LECTERN_ON_BOTH_DRIVERS(PreviewStoreTest);

TEST_P(PreviewStoreTest, IsQueuedWhenTheRecordingIsIn) {
    const std::string id = uuid();
    const Lecture lecture = with_recording("a", id);
    const LecturePreview waiting = preview_of(lecture);
    EXPECT_EQ(waiting.preview, std::nullopt);
    EXPECT_EQ(waiting.job_state, JobState::queued);
    EXPECT_FALSE(waiting.missing(now));
    EXPECT_EQ(claim().kind, JobKind::transcribe) << "the pipeline goes first";
    EXPECT_EQ(claim_preview().id, id);
}

TEST_P(PreviewStoreTest, IsNotQueuedWhileMuchWaits) {
    PipelineStore busy{*database, 4};
    const auto comes_in = [&](const std::string& key) {
        const Lecture lecture = create(key);
        DownloadedRecording recording{{"lectures/r", 5, "ab", now}, 100.0};
        recording.preview_job_id = uuid();
        const Job download = jobs.claim(boot, {JobKind::download}, now, lease_length).value();
        busy.finish_download(lease_of(download), recording, uuid(), now);
        return lecture;
    };
    EXPECT_EQ(preview_of(comes_in("a")).job_state, JobState::queued) << "one job was open";
    const Lecture later = comes_in("b");
    EXPECT_EQ(preview_of(later).job_state, std::nullopt) << "three of four were open";
    EXPECT_TRUE(preview_of(later).missing(now));
    ASSERT_TRUE(previews.order(later.id, uuid(), now));
    EXPECT_EQ(count("jobs WHERE kind = 'preview'"), 2);
}

TEST_P(PreviewStoreTest, IsFoundWithItsParts) {
    const Lecture lecture = with_recording("a", uuid());
    const Job job = claim_preview();
    previews.finish(lease_of(job), made("lectures/p"), std::nullopt, now);
    const LecturePreview found = preview_of(lecture);
    ASSERT_TRUE(found.preview);
    EXPECT_EQ(found.preview->file, "lectures/p");
    EXPECT_EQ(found.preview->bytes, 15);
    EXPECT_EQ(found.preview->sha256, "0123456789abcdef");
    EXPECT_EQ(found.preview->made_at, now);
    EXPECT_EQ(found.preview->parts.cells, 2);
    ASSERT_NE(found.preview->parts.find("poster"), nullptr);
    EXPECT_EQ(found.preview->parts.find("poster")->offset, 5);
    EXPECT_EQ(found.preview->parts.find("poster")->bytes, 10);
    EXPECT_EQ(found.job_state, JobState::succeeded);
    EXPECT_THROW(previews.finish(lease_of(job), made("lectures/p"), std::nullopt, now), LeaseLost);
}

TEST_P(PreviewStoreTest, ListsAndResultsKnowThePoster) {
    const Lecture lecture = with_recording("a", uuid());
    const Lecture other = with_recording("b", uuid());
    EXPECT_EQ(lectures.list({}).items.at(0).poster_version, std::nullopt);
    previews.finish(lease_of(claim_preview()), made("lectures/p"), std::nullopt, now);
    EXPECT_EQ(lectures.with_snippets(lecture.id)->poster_version, "0123456789ab");
    Preview mute = made("lectures/q");
    mute.parts = {0, {{"peaks-1", 0, 15}}};
    previews.finish(lease_of(claim_preview()), mute, std::nullopt, now);
    EXPECT_EQ(lectures.with_snippets(other.id)->poster_version, std::nullopt);
    LectureQuery query;
    query.sort_by = LectureOrder::id;
    query.descending = false;
    const auto listed = lectures.list(query).items;
    EXPECT_EQ(listed.at(0).poster_version, "0123456789ab");
    EXPECT_EQ(listed.at(1).poster_version, std::nullopt);
}

TEST_P(PreviewStoreTest, ResultsTellHowFarItIs) {
    const auto told = [&](const Lecture& lecture) { return lectures.with_snippets(lecture.id)->preview; };
    const Lecture waiting = create("a");
    EXPECT_EQ(told(waiting), std::nullopt) << "there is no recording";
    ASSERT_TRUE(lectures.remove(waiting.id, now));
    const Lecture lecture = with_recording("b", uuid());
    EXPECT_EQ(told(lecture), PreviewState::making);
    const Job job = claim_preview();
    EXPECT_EQ(told(lecture), PreviewState::making);
    previews.finish(lease_of(job), made("lectures/p"), std::nullopt, now);
    EXPECT_EQ(told(lecture), PreviewState::ready);
    jobs.delete_ended(now + 1h);
    EXPECT_EQ(jobs.get(job.id), std::nullopt);
    EXPECT_EQ(told(lecture), PreviewState::ready) << "the file stays when its job is forgotten";

    const Lecture never_asked = finished("c");
    EXPECT_EQ(told(never_asked), std::nullopt);
    ASSERT_TRUE(previews.order(never_asked.id, uuid(), now));
    EXPECT_EQ(told(never_asked), PreviewState::making);
    jobs.fail(lease_of(claim_preview()), {JobState::failed, now, "Nothing can be decoded."}, now);
    EXPECT_EQ(told(never_asked), PreviewState::failed);
}

TEST_P(PreviewStoreTest, LecturesOfEarlierVersionsGetOneAtTheFirstRequest) {
    const Lecture lecture = finished("a");
    EXPECT_TRUE(preview_of(lecture).missing(now));
    ASSERT_TRUE(previews.order(lecture.id, uuid(), now));
    EXPECT_FALSE(preview_of(lecture).missing(now));
    ASSERT_TRUE(previews.order(lecture.id, uuid(), now));
    EXPECT_EQ(count("jobs WHERE kind = 'preview'"), 1);
    const Playback playback{"video/mp4", "avc1.64001f", 1280, 720, 25, ""};
    previews.finish(lease_of(claim_preview()), made("lectures/p"), playback, now);
    ASSERT_TRUE(lectures.get(lecture.id)->playback);
    EXPECT_EQ(lectures.get(lecture.id)->playback->width, 1280);
    EXPECT_EQ(lectures.get(lecture.id)->recording->bytes, 1000);
}

TEST_P(PreviewStoreTest, PlaybackThatIsKnownStays) {
    const Lecture lecture = create("a");
    DownloadedRecording recording{{"lectures/r", 5, "ab", now}, 100.0};
    recording.playback = Playback{"video/webm", "vp9", 64, 36, 25, ""};
    recording.preview_job_id = uuid();
    pipeline.finish_download(lease_of(claim()), recording, uuid(), now);
    previews.finish(lease_of(claim_preview()), made("lectures/p"),
                    Playback{"video/mp4", "avc1", 64, 36, 25, ""}, now);
    EXPECT_EQ(lectures.get(lecture.id)->playback->mime, "video/webm");
}

TEST_P(PreviewStoreTest, AFailureLeavesTheLectureAndIsRepeatedAfterAnHour) {
    const Lecture lecture = finished("a");
    ASSERT_TRUE(previews.order(lecture.id, uuid(), now));
    jobs.fail(lease_of(claim_preview()), {JobState::failed, now, "Nothing can be decoded."}, now);
    const LecturePreview failed = preview_of(lecture);
    EXPECT_EQ(failed.job_state, JobState::failed);
    EXPECT_EQ(failed.job_error, "Nothing can be decoded.");
    now += 59min;
    EXPECT_FALSE(preview_of(lecture).missing(now));
    ASSERT_TRUE(previews.order(lecture.id, uuid(), now));
    EXPECT_EQ(count("jobs WHERE kind = 'preview'"), 1);
    EXPECT_EQ(lectures.get(lecture.id)->status, LectureStatus::finished);
    now += 1min;
    EXPECT_TRUE(preview_of(lecture).missing(now));
    ASSERT_TRUE(previews.order(lecture.id, uuid(), now));
    EXPECT_FALSE(preview_of(lecture).missing(now));
    EXPECT_EQ(count("jobs WHERE kind = 'preview' AND state = 'queued'"), 1);
}

TEST_P(PreviewStoreTest, OrdersKnowWhatIsNotThere) {
    EXPECT_EQ(previews.find(77), std::nullopt);
    EXPECT_EQ(previews.order(77, uuid(), now).error().code, ErrorCode::not_found);
    const Lecture later = finished("b");
    const Lecture lecture = create("a");
    EXPECT_FALSE(preview_of(lecture).missing(now));
    ASSERT_TRUE(previews.order(lecture.id, uuid(), now));
    EXPECT_EQ(count("jobs WHERE kind = 'preview'"), 0) << "it comes with the recording";
    PreviewStore full{*database, 0};
    EXPECT_EQ(full.order(later.id, uuid(), now).error().code, ErrorCode::busy);
    EXPECT_TRUE(preview_of(later).missing(now));
}

TEST_P(PreviewStoreTest, AJobWhosePlaceIsTakenThrowsItsFileAway) {
    const Lecture lecture = finished("a");
    const std::string first = uuid();
    ASSERT_TRUE(previews.order(lecture.id, first, now));
    const Job job = claim_preview();
    database->write([&](Transaction& tx) {
        tx.query({"test", "UPDATE previews SET job_id = 'another' WHERE lecture_id = $1"}, {lecture.id});
    });
    previews.finish(lease_of(job), made("lectures/p"), std::nullopt, now);
    EXPECT_EQ(preview_of(lecture).preview, std::nullopt);
    EXPECT_THAT(trashed(), ElementsAre("lectures/p"));
    EXPECT_EQ(jobs.get(first)->state, JobState::succeeded);
}

TEST_P(PreviewStoreTest, TheFileOfAnAttemptThatIsGivenUpGoes) {
    const Lecture lecture = finished("a");
    const std::string id = uuid();
    ASSERT_TRUE(previews.order(lecture.id, id, now));
    const std::string file = lecture_extra_file(lecture.folder_name(), JobKind::preview, id);
    EXPECT_TRUE(read_claims(*database).files.contains(file)) << "it may be there before its row names it";
    jobs.fail(lease_of(claim_preview()), {JobState::failed, now, "no"}, now);
    EXPECT_THAT(trashed(), Contains(file));
    EXPECT_THAT(trashed(), Contains("work/" + work_file_name(JobKind::preview, id)));
    EXPECT_FALSE(read_claims(*database).files.contains(file));
}

TEST_P(PreviewStoreTest, GoesWithItsLecture) {
    const Lecture lecture = with_recording("a", uuid());
    previews.finish(lease_of(claim_preview()), made("lectures/p"), std::nullopt, now);
    ASSERT_TRUE(lectures.remove(lecture.id, now));
    EXPECT_EQ(count("previews"), 0);
}

TEST_P(PreviewStoreTest, GoesWhenAnotherRecordingComesIn) {
    for (const bool cancelled : {true, false}) {
        const std::string file = cancelled ? "lectures/p" : "lectures/q";
        const Lecture lecture = with_recording(cancelled ? "a" : "b", uuid());
        previews.finish(lease_of(claim_preview()), made(file), std::nullopt, now);
        const Job transcribe = jobs.claim(boot, {JobKind::transcribe}, now, lease_length).value();
        database->write([&](Transaction& tx) {
            tx.query({"test", "UPDATE jobs SET kind = 'download', cancel_requested = $2 WHERE id = $1"},
                     {transcribe.id, std::int64_t{cancelled ? 1 : 0}});
            tx.touch(Topic::lecture, lecture.id);
        });
        pipeline.finish_download(lease_of(transcribe), {{"lectures/r", 7, "cd", now}, 100.0}, uuid(), now);
        EXPECT_EQ(preview_of(lecture).preview, std::nullopt);
        EXPECT_TRUE(preview_of(lecture).missing(now));
        EXPECT_THAT(trashed(), Contains(file));
    }
}

TEST_P(PreviewStoreTest, IsClaimedByItsRow) {
    const Lecture lecture = with_recording("a", uuid());
    previews.finish(lease_of(claim_preview()), made("lectures/p"), std::nullopt, now);
    const Claims claims = read_claims(*database);
    ASSERT_TRUE(claims.files.contains("lectures/p"));
    const Claim& claim = claims.files.at("lectures/p");
    EXPECT_TRUE(claim.required);
    EXPECT_EQ(claim.bytes, 15);
    EXPECT_EQ(claim.sha256, "0123456789abcdef");
    EXPECT_EQ(description_of(claim), "preview of session " + std::to_string(lecture.id));
}

}  // namespace
}  // namespace lectern::storage::test
