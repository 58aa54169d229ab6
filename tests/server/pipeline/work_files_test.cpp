#include "server/pipeline/work_files.hpp"

#include "server/wall_clock.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/batches/download_store.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "tests/server/jobs/jobs_fixture.hpp"

#include <stdexcept>

namespace lectern::pipeline {
namespace {

constexpr const char* task = "00000000-0000-4000-8000-000000000001";

class WorkFilesTest : public jobs::JobsFixture {
protected:
    bool wanted(const std::string& name) { return work_file_wanted(name, lectures, downloads, jobs); }

    Lecture add_lecture() {
        storage::NewLecture lecture;
        lecture.source_key = "a";
        return lectures.create(lecture, "download job", wall_now()).value();
    }

    storage::LectureStore lectures{db, 10};
    storage::BatchStore batches{db};
    storage::DownloadStore downloads{db};
};

TEST_F(WorkFilesTest, NamesFollowTheTableOfKinds) {
    Job job{};
    job.id = "id";
    job.kind = JobKind::download;
    EXPECT_THROW(work_file_of(job), std::logic_error) << "it is the lecture's";
    job.kind = JobKind::cut;
    EXPECT_EQ(work_file_of(job), "cut-id");
    job.kind = JobKind::batch_download;
    EXPECT_EQ(work_file_of(job), "task-id");
    job.kind = JobKind::transcribe;
    EXPECT_THROW(work_file_of(job), std::logic_error);
}

TEST_F(WorkFilesTest, AMadeUpKindHasAFileOfItsOwn) {
    const ExtraJobKind extra({.kind = ExtraJobKind::kind,
                              .name = "made_up",
                              .scope = JobScope::lecture_extra,
                              .work_file = {"made", WorkFile::KeptFor::job}});
    const std::string id = add(ExtraJobKind::kind);
    EXPECT_EQ(work_file_of(stored(id)), "made-" + id);
    EXPECT_TRUE(wanted("made-" + id));
    EXPECT_FALSE(wanted("made-another"));
}

TEST_F(WorkFilesTest, AJobsFileIsWantedWhileTheJobIsOpen) {
    const std::string id = add(JobKind::cut);
    EXPECT_TRUE(wanted("cut-" + id));
    ASSERT_TRUE(jobs.cancel(id, wall_now()).has_value());
    EXPECT_FALSE(wanted("cut-" + id));
}

TEST_F(WorkFilesTest, ADownloadsFilesAreWantedUntilTheLectureHasItsRecording) {
    const Lecture lecture = add_lecture();
    const std::string file = "download-" + lecture.folder_name();
    ASSERT_TRUE(jobs.cancel("download job", wall_now()).has_value());
    EXPECT_TRUE(wanted(file)) << "a retry continues it";
    EXPECT_TRUE(wanted(file + ".parts"));
    EXPECT_TRUE(wanted(file + ".subtitles"));
    EXPECT_FALSE(wanted("download-" + std::to_string(lecture.id))) << "a lecture of another database";
    db.write([](storage::Transaction& tx) { tx.query({"test", "UPDATE lectures SET recording = 'r'"}); });
    EXPECT_FALSE(wanted(file));
    EXPECT_FALSE(wanted("download-12345"));
    EXPECT_FALSE(wanted("download-"));
}

TEST_F(WorkFilesTest, ATasksFilesAreWantedUntilTheTaskIsDone) {
    batches.create("client", {}, "session", {{task, "source", "name", "batch"}}, wall_now());
    EXPECT_TRUE(wanted("task-" + std::string(task)));
    EXPECT_TRUE(wanted("task-" + std::string(task) + ".parts"));
    ASSERT_TRUE(batches.remove_client("client", wall_now()).has_value());
    EXPECT_FALSE(wanted("task-" + std::string(task)));
}

TEST_F(WorkFilesTest, OtherNamesAreNotWanted) {
    for (const char* name : {"", "cut", "transcribe-1", "analyze-1", "lost+found", "-"})
        EXPECT_FALSE(wanted(name)) << name;
}

}  // namespace
}  // namespace lectern::pipeline
