// How the pipeline of a lecture is stopped and started again.
#include "storage/jobs/job_endings.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/sql/transact.hpp"

#include <stdexcept>

namespace lectern::storage {
namespace {

const Statement set_link{"lecture.set_link", "UPDATE lectures SET link = $2 WHERE id = $1"};

// Queues the failed job of a failed lecture, which the transaction has locked, again.
Result<Lecture> start_again(Transaction& tx, const Lecture& lecture, const std::string& new_job_id,
                            Timestamp now, int max_open) {
    const auto failed = job_columns.read_first(tx.query(job_by_id, {lecture.job_id.value_or("")}));
    if (!failed)
        throw std::runtime_error("lecture " + std::to_string(lecture.id) + " has no job to try again");
    const NewJob job = same_again(*failed, new_job_id);
    if (auto queued = enqueue(tx, job, now, max_open, failed->checkpoint); !queued) return queued.error();
    set_lecture_job(tx, lecture.id, new_job_id);
    set_lecture_status(tx, lecture.id, pipeline_step(failed->kind).waiting, now);
    return read_lecture(tx, lecture.id);
}

}  // namespace

Result<Lecture> LectureStore::retry(std::int64_t id, const std::string& new_job_id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Lecture> {
        if (!lock_lecture(tx, id)) return no_lecture();
        const Lecture lecture = read_lecture(tx, id);
        if (lecture.status != LectureStatus::failed)
            return Error::conflict("Only a failed session can be tried again.");
        return start_again(tx, lecture, new_job_id, now, max_open_jobs_);
    });
}

Result<Lecture> LectureStore::retry_with_link(std::int64_t id, const std::string& old_link,
                                              const std::string& new_link, const std::string& new_job_id,
                                              Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Lecture> {
        if (!lock_lecture(tx, id)) return no_lecture();
        const Lecture lecture = read_lecture(tx, id);
        if (lecture.status != LectureStatus::failed || lecture.recording || lecture.link != old_link)
            return duplicate_of(id);
        tx.query(set_link, {id, new_link});
        return start_again(tx, lecture, new_job_id, now, max_open_jobs_);
    });
}

Result<Lecture> LectureStore::cancel(std::int64_t id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Lecture> {
        if (!lock_lecture(tx, id)) return no_lecture();
        if (!pipeline_runs(read_lecture(tx, id).status))
            return Error::conflict("The session is not being processed.");
        revoke_pipeline(tx, id, now);
        fail_lecture(tx, id, cancelled_now(now).error, now);
        return read_lecture(tx, id);
    });
}

}  // namespace lectern::storage
