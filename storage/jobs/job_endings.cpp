#include "storage/jobs/job_endings.hpp"

#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/jobs/job_rows.hpp"

namespace lectern::storage {
namespace {

const Statement ask_to_cancel{"job.request_cancel",
                              "UPDATE jobs SET cancel_requested = 1, updated_at = $2 WHERE id = $1"};

// Puts the files of a job that is given up into the trash, except those that a retry continues.
void trash_files_of(Transaction& tx, const Job& job, Timestamp now) {
    if (job.attempt == 0) return;
    const auto published =
        job.lecture_id ? published_file(folder_name_of_lecture(tx, *job.lecture_id), job) : std::nullopt;
    if (published) {
        // An attempt may have published its file and died before it wrote the row. An attempt that still runs
        // may publish it later, so the second operation waits until no step works for the lecture.
        put_trash(tx, *published, now);
        put_trash(tx, *published, now, serial_key_after_steps(*job.lecture_id));
    }
    if (about(job.kind).work_file.kept_for == WorkFile::KeptFor::job)
        put_trash(tx, "work/" + work_file_name(job.kind, job.id), now);
}

// Cancels the open jobs that match `condition`, in which $1 is `id`.
void revoke(Transaction& tx, const std::string& condition, std::int64_t id, Timestamp now) {
    const Statement list_begun{"job.list_begun",
                               "SELECT " + job_columns.list() +
                                   " FROM jobs WHERE attempt > 0 AND state IN ('queued', 'running') AND " +
                                   condition};
    const Statement cancel_all{
        "job.revoke",
        "UPDATE jobs SET state = 'cancelled', cancel_requested = 1, lease_token = '', error = 'Cancelled.', "
        "updated_at = $2 WHERE state IN ('queued', 'running') AND " +
            condition};
    for (const Job& job : job_columns.read_all(tx.query(list_begun, {id})))
        trash_files_of(tx, job, now);
    tx.query(cancel_all, {id, to_value(now)});
}

}  // namespace

void conclude_job(Transaction& tx, const Job& job, const AfterFailure& decision, Timestamp now) {
    set_job_state(tx, job.id, decision, now);
    if (is_open(decision.state)) return;
    trash_files_of(tx, job, now);
    if (!job.lecture_id || about(job.kind).scope != JobScope::pipeline) return;
    fail_lecture(tx, *job.lecture_id, decision.error, now);
}

void request_cancel(Transaction& tx, const Job& job, Timestamp now) {
    if (on_cancel(job.state) == JobState::cancelled) return conclude_job(tx, job, cancelled_now(now), now);
    tx.query(ask_to_cancel, {job.id, to_value(now)});
}

void revoke_lecture_jobs(Transaction& tx, std::int64_t lecture_id, Timestamp now) {
    revoke(tx, "lecture_id = $1", lecture_id, now);
}

void revoke_pipeline(Transaction& tx, std::int64_t lecture_id, Timestamp now) {
    revoke(tx, "lecture_id = $1 AND " + scope_is(JobScope::pipeline), lecture_id, now);
}

void revoke_cut(Transaction& tx, std::int64_t snippet_id, Timestamp now) {
    revoke(tx, "snippet_id = $1", snippet_id, now);
}

}  // namespace lectern::storage
