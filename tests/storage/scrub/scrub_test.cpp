#include "storage/scrub/scrub.hpp"

#include "storage/files/file_content.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/lectures/preview_store.hpp"
#include "storage/scrub/repair.hpp"
#include "storage/uploads/upload_store.hpp"
#include "tests/storage/files/file_kit.hpp"
#include "tests/storage/store_fixture.hpp"

#include <filesystem>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ScrubTest : public StoreTest {
protected:
    std::string sha256_in(const std::string& path) const { return sha256_of(state.open(path).get()); }

    // Through the pipeline, with its recording in place.
    Lecture lecture_with_recording(const std::string& key, const std::string& content = "recording") {
        const Lecture lecture = create(key);
        const std::string path = recording_file(lecture.folder_name());
        put(path, content);
        pipeline.finish_download(lease_of(claim()),
                                 {{path, static_cast<std::int64_t>(content.size()), sha256_in(path)}, 100.0},
                                 uuid(), now);
        Transcript transcript;
        transcript.duration = 100;
        transcript.segments = {{0, 100, "words"}};
        pipeline.finish_transcription(lease_of(claim()), transcript, uuid(), now);
        pipeline.finish_analysis(lease_of(claim()), {{0, 50, "Topic", "Summary"}}, now);
        return lectures.get(lecture.id).value();
    }

    Snippet snippet_of(const Lecture& lecture) {
        return lectures.with_snippets(lecture.id).value().snippets.front();
    }

    Snippet cut_of(const Lecture& lecture, const std::string& content = "clip") {
        const Snippet snippet = snippet_of(lecture);
        const std::string task = snippets.start_cut(snippet.id, {"{}"}, uuid(), now).value().task_id;
        const std::string path = clip_file(lecture.folder_name(), snippet.id, task);
        put(path, content);
        pipeline.publish_clip(lease_of(claim()),
                              {path, task, static_cast<std::int64_t>(content.size()), sha256_in(path), now},
                              "done", now);
        return snippet_of(lecture);
    }

    Upload upload_of(std::int64_t received, std::int64_t total) {
        Upload upload;
        upload.id = uuid();
        upload.file = "uploads/" + upload.id;
        upload.total = total;
        upload.created_at = upload.updated_at = now;
        uploads.create(upload);
        if (received > 0) uploads.record(upload.id, received, -1, false, now).value();
        return upload;
    }

    void put(const std::string& path, const std::string& content) {
        write_file(state.root() / path, content);
    }
    bool is_there(const std::string& path) const { return fs::exists(state.root() / path); }

    ScrubReport look() { return scrub(*database, state, {}); }
    ScrubReport put_right() {
        return repair(*database, state, {}, now, [this] { return uuid(); });
    }
    static std::vector<std::string> told(const ScrubReport& report) {
        std::vector<std::string> lines;
        for (const Fault& fault : report.faults)
            lines.push_back(std::string(to_text(fault.kind)) + " " + fault.path);
        return lines;
    }

    UploadStore uploads{*database};
    StateFolder state{folder.path() / "state", 0};
};
LECTERN_ON_BOTH_DRIVERS(ScrubTest);

TEST_P(ScrubTest, AgreeingRowsAndFilesAreClean) {
    const Lecture lecture = lecture_with_recording("a");
    cut_of(lecture);
    put(subtitles_file(lecture.folder_name()), "said");
    put(upload_of(4, 10).file, "more than was recorded");
    upload_of(0, 10);  // begun, without a file yet
    const ScrubReport report = look();
    EXPECT_THAT(told(report), IsEmpty());
    EXPECT_EQ(report.files, 4);
    EXPECT_EQ(report.bytes, 13) << "files with a SHA-256 in their row are read";
    EXPECT_FALSE(report.beside_server);
}

TEST_P(ScrubTest, FilesOfRunningJobsAreNoOrphans) {
    const Lecture lecture = lecture_with_recording("a");
    const Lecture downloading = create("b");
    put("work/" + download_work_file(downloading.folder_name()), "half");
    put(recording_file(downloading.folder_name()), "published, its row not written yet");
    const std::string task = snippets.start_cut(snippet_of(lecture).id, {"{}"}, uuid(), now).value().task_id;
    put("work/" + cut_work_file(task), "half");
    put(clip_file(lecture.folder_name(), snippet_of(lecture).id, task), "published, its row not written yet");
    EXPECT_THAT(told(look()), IsEmpty());
    EXPECT_THAT(look().leftovers, IsEmpty());

    put("work/cut-" + uuid(), "of a job that is no more");
    EXPECT_EQ(look().leftovers.size(), 1);
}

TEST_P(ScrubTest, APreviewThatIsLostIsMadeAgain) {
    const Lecture lecture = lecture_with_recording("a");
    PreviewStore previews{*database, 1000};
    ASSERT_TRUE(previews.order(lecture.id, uuid(), now));
    const Job job = claim();
    const std::string file = lecture_extra_file(lecture.folder_name(), job.kind, job.id);
    put(file, "pictures");
    previews.finish(lease_of(job), {file, 8, sha256_in(file), {}, now}, std::nullopt, now);
    EXPECT_THAT(told(look()), IsEmpty());
    fs::remove(state.root() / file);
    EXPECT_THAT(told(look()), ElementsAre("missing " + file));
    EXPECT_THAT(put_right().faults.front().repair, HasSubstr("made again"));
    EXPECT_THAT(told(look()), IsEmpty());
    EXPECT_TRUE(previews.find(lecture.id)->missing(now));
}

TEST_P(ScrubTest, AnUploadKeepsItsNameUntilTheLectureHasTheFile) {
    const Upload upload = upload_of(5, 5);
    put(upload.file, "bytes");
    NewLecture lecture = recording("a");
    lecture.source_key = "upload:" + upload.id;
    const std::string place = recording_file(lectures.create(lecture, uuid(), now).value().folder_name());
    put(place, "bytes");
    EXPECT_THAT(told(look()), IsEmpty());
    pipeline.finish_download(lease_of(claim()), {{place, 5, ""}, 100.0}, uuid(), now);
    EXPECT_THAT(told(look()), IsEmpty());
    EXPECT_EQ(Outbox(*database, state).drain(), 1);
    EXPECT_FALSE(is_there(upload.file));
    EXPECT_THAT(told(look()), IsEmpty());
}

TEST_P(ScrubTest, EveryKindOfFaultIsTold) {
    const Lecture lecture = lecture_with_recording("a", "recording");
    const Snippet snippet = cut_of(lecture, "clip");
    const Lecture gone = lecture_with_recording("b");
    const Upload upload = upload_of(5, 10);
    put(recording_file(lecture.folder_name()), "recordinG");
    put(snippet.clip->file, "cli");
    fs::remove(state.root() / recording_file(gone.folder_name()));
    put(upload.file, "four");
    put("lectures/99/recording", "nobody's");
    put("uploads/stray", "nobody's");
    fs::create_symlink("/etc/passwd", state.root() / "lectures/link");
    const ScrubReport report = look();
    EXPECT_THAT(told(report),
                testing::UnorderedElementsAre("wrong content " + recording_file(lecture.folder_name()),
                                              "wrong size " + snippet.clip->file,
                                              "missing " + recording_file(gone.folder_name()),
                                              "wrong size " + upload.file, "orphan lectures/99/recording",
                                              "orphan uploads/stray", "orphan lectures/link"));

    ScrubOptions sizes;
    sizes.read_contents = false;
    EXPECT_EQ(scrub(*database, state, sizes).faults.size(), 6)
        << "wrong content of the right size is not found";
    EXPECT_EQ(told(look()), told(report)) << "a scrub changes nothing";
}

TEST_P(ScrubTest, PendingOperationsAreNoFault) {
    const Lecture lecture = lecture_with_recording("a");
    cut_of(lecture);
    put("trash/1", "x");
    ASSERT_TRUE(lectures.remove(lecture.id, now).has_value());
    const ScrubReport report = look();
    EXPECT_THAT(told(report), IsEmpty());
    ASSERT_EQ(report.pending.size(), 1);
    EXPECT_EQ(report.pending.front().path, lecture_folder(lecture.folder_name()));
    EXPECT_EQ(report.in_trash, 1);

    EXPECT_TRUE(put_right().clean());
    EXPECT_FALSE(is_there(lecture_folder(lecture.folder_name())));
    EXPECT_TRUE(look().pending.empty());
    EXPECT_EQ(look().in_trash, 0);
}

TEST_P(ScrubTest, RepairSetsOrphansAside) {
    put("lectures/9/clips/1-a.mp4", "first");
    EXPECT_THAT(put_right().faults.front().repair, HasSubstr("lost+found/lectures/9/clips/1-a.mp4"));
    put("lectures/9/clips/1-a.mp4", "second");
    put_right();
    const fs::path aside = state.root() / "lost+found/lectures/9/clips";
    EXPECT_EQ(read_file(aside / "1-a.mp4"), "first");
    EXPECT_EQ(read_file(aside / "1-a.mp4 (2)"), "second");
    EXPECT_TRUE(look().clean());
    EXPECT_EQ(look().in_lost_and_found, 2);
}

TEST_P(ScrubTest, ALostClipCanBeCutAgain) {
    const Lecture lecture = lecture_with_recording("a");
    const Snippet snippet = cut_of(lecture);
    fs::remove(state.root() / snippet.clip->file);
    EXPECT_EQ(put_right().faults.size(), 1);
    EXPECT_TRUE(look().clean());
    EXPECT_FALSE(snippet_of(lecture).clip);
    EXPECT_TRUE(cut_of(lecture).clip);
    EXPECT_TRUE(look().clean());
}

TEST_P(ScrubTest, ADamagedClipIsSetAside) {
    const Lecture lecture = lecture_with_recording("a");
    const Snippet snippet = cut_of(lecture, "clip");
    put(snippet.clip->file, "klip");
    put_right();
    EXPECT_TRUE(look().clean());
    EXPECT_FALSE(snippet_of(lecture).clip);
    EXPECT_EQ(read_file(state.root() / "lost+found" / snippet.clip->file), "klip");
}

TEST_P(ScrubTest, ALostRecordingFailsItsLectureWhichCanBeFetchedAgain) {
    const Lecture lecture = lecture_with_recording("a");
    const Snippet snippet = cut_of(lecture);
    fs::remove(state.root() / recording_file(lecture.folder_name()));
    put_right();
    const Lecture failed = lectures.get(lecture.id).value();
    EXPECT_EQ(failed.status, LectureStatus::failed);
    EXPECT_THAT(failed.error, HasSubstr("lost"));
    EXPECT_FALSE(failed.recording);
    EXPECT_TRUE(snippet_of(lecture).clip) << "clips stay";
    EXPECT_TRUE(look().clean());

    ASSERT_TRUE(lectures.retry(lecture.id, uuid(), now).has_value());
    const Job job = claim();
    EXPECT_EQ(job.kind, JobKind::download);
    EXPECT_EQ(job.payload, recording("a").download_payload);
    put(recording_file(lecture.folder_name()), "recording");
    pipeline.finish_download(
        lease_of(job),
        {{recording_file(lecture.folder_name()), 9, sha256_in(recording_file(lecture.folder_name()))}, 100.0},
        uuid(), now);
    EXPECT_TRUE(look().clean());
    EXPECT_EQ(snippet_of(lecture).id, snippet.id);
}

TEST_P(ScrubTest, ALostRecordingStopsItsPipeline) {
    const Lecture lecture = create("a");
    put(recording_file(lecture.folder_name()), "recording");
    pipeline.finish_download(lease_of(claim()), {{recording_file(lecture.folder_name()), 9, ""}, 100.0},
                             uuid(), now);
    fs::remove(state.root() / recording_file(lecture.folder_name()));
    put_right();
    EXPECT_EQ(lectures.get(lecture.id)->status, LectureStatus::failed);
    EXPECT_FALSE(try_claim());
    EXPECT_TRUE(look().clean());
}

TEST_P(ScrubTest, AnUploadContinuesAfterTheBytesThatAreLeft) {
    const Upload shorter = upload_of(10, 20), lost = upload_of(10, 10);
    put(shorter.file, "four");
    put_right();
    EXPECT_TRUE(look().clean());
    EXPECT_EQ(uploads.get(shorter.id)->received, 4);
    EXPECT_EQ(uploads.get(lost.id)->received, 0);
    EXPECT_FALSE(uploads.get(lost.id)->complete);
    EXPECT_TRUE(uploads.record(lost.id, 10, 10, false, now).has_value());
}

// As if a server is running: another object owns the state folder.
class ScrubBesideTest : public ScrubTest {
protected:
    ScrubReport look_beside(const std::function<void()>& meanwhile = [] {}) {
        const StateFolder seen = StateFolder::to_look_at(state.root());
        EXPECT_FALSE(seen.owned());
        ScrubOptions live;
        live.wait_between_looks = meanwhile;
        live.settled = settled;
        return scrub(*database, seen, live);
    }
    std::chrono::sys_time<std::chrono::nanoseconds> settled = std::chrono::system_clock::now() + 1h;
};
LECTERN_ON_BOTH_DRIVERS(ScrubBesideTest);

TEST_P(ScrubBesideTest, OnlyFaultsThatTwoLooksFindAreReported) {
    const Lecture lecture = lecture_with_recording("a");
    const Snippet snippet = cut_of(lecture);
    const std::string clip = read_file(state.root() / snippet.clip->file);
    fs::remove(state.root() / snippet.clip->file);
    put("uploads/stray", "x");
    EXPECT_THAT(told(look_beside([&] { put(snippet.clip->file, clip); })),
                ElementsAre("orphan uploads/stray"));
    EXPECT_TRUE(look_beside([&] { fs::remove(state.root() / "uploads/stray"); }).clean());
    EXPECT_TRUE(look_beside([] {
                    ADD_FAILURE() << "the first look was clean, so there must be no second one";
                }).beside_server);
}

TEST_P(ScrubBesideTest, AFileThatHasJustChangedIsNoOrphan) {
    put("uploads/stray", "x");
    settled = std::chrono::system_clock::now() - 1h;
    EXPECT_TRUE(look_beside().clean());
}

TEST_P(ScrubBesideTest, NothingIsRepaired) {
    const StateFolder seen = StateFolder::to_look_at(state.root());
    EXPECT_THROW(repair(*database, seen, {}, now, [this] { return uuid(); }), std::logic_error);
}

TEST_P(ScrubTest, AFolderThatIsNoStateFolderIsRefused) {
    EXPECT_THROW(StateFolder::to_look_at(folder.path() / "nothing"), std::runtime_error);
    fs::create_directories(folder.path() / "other");
    EXPECT_THROW(StateFolder::to_look_at(folder.path() / "other"), std::runtime_error);
    EXPECT_EQ(entries_in(folder.path() / "other"), 0) << "opening it creates no files";
}

TEST_P(ScrubTest, AnotherSchemaIsRefused) {
    EXPECT_NO_THROW(database->require_schema());
    database->write([](Transaction& tx) {
        tx.query({"test", "INSERT INTO schema_migrations (version, name) VALUES (9999, 'future')"});
    });
    EXPECT_THROW(database->require_schema(), SchemaTooNew);
    database->write([](Transaction& tx) {
        tx.query({"test", "DELETE FROM schema_migrations WHERE version > 0"});
    });
    EXPECT_THROW(database->require_schema(), SchemaMissing);
    const auto empty = open_database(empty_database(folder.path() / "state"));
    EXPECT_THROW(empty->require_schema(), SchemaMissing);
}

}  // namespace
}  // namespace lectern::storage::test
