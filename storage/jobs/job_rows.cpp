#include "storage/jobs/job_rows.hpp"

#include "domain/lecture/lecture.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

template<class T>
T known(std::optional<T> parsed, const std::string& text) {
    if (!parsed) throw std::runtime_error("the jobs table holds an unknown word: " + text);
    return *parsed;
}

std::string job_by_id(Transaction& tx) {
    return "SELECT " + job_columns + " FROM jobs WHERE id = $1" + std::string(tx.for_update());
}

void lock_lecture_of(Transaction& tx, const std::string& job_id) {
    const auto row = first_row(tx.query("SELECT lecture_id FROM jobs WHERE id = $1", {job_id}));
    if (row && !row->is_null(0)) lock_lecture(tx, row->integer(0));
}

// Sends the files of a job that is given up to the trash, but for those that a retry goes on with.
void trash_files_of(Transaction& tx, const Job& job, Timestamp now) {
    if (job.attempt == 0) return;
    const JobKindRow& kind = about(job.kind);
    if (kind.scope == JobScope::clip && job.lecture_id && job.snippet_id) {
        // An attempt may have published its clip and died before the row; one that runs may do so yet.
        const std::string clip = clip_file(*job.lecture_id, *job.snippet_id, job.id);
        put_trash(tx, clip, now);
        put_trash(tx, clip, now, strand_after_steps(*job.lecture_id));
    }
    if (kind.work_file.kept_for == WorkFile::KeptFor::job)
        put_trash(tx, "work/" + work_file_name(job.kind, job.id), now);
}

// `condition` names the jobs by $1.
void revoke(Transaction& tx, const std::string& condition, std::int64_t id, Timestamp now) {
    for (const Row& row :
         tx.query("SELECT " + job_columns +
                      " FROM jobs WHERE attempt > 0 AND state IN ('queued', 'running') AND " + condition,
                  {id}))
        trash_files_of(tx, to_job(row), now);
    tx.query(
        "UPDATE jobs SET state = 'cancelled', cancel_requested = 1, lease_token = '', error = 'Cancelled.', "
        "updated_at = $2 WHERE state IN ('queued', 'running') AND " +
            condition,
        {id, to_value(now)});
}

}  // namespace

Job to_job(const Row& row) {
    Job job;
    job.id = row.text(0);
    job.kind = known(parse_job_kind(row.text(1)), row.text(1));
    job.state = known(parse_job_state(row.text(2)), row.text(2));
    job.priority = row.integer(3) > 0   ? JobPriority::interactive
                   : row.integer(3) < 0 ? JobPriority::bulk
                                        : JobPriority::background;
    job.serial_key = row.text(4);
    job.lecture_id = row.optional_integer(5);
    job.snippet_id = row.optional_integer(6);
    job.payload = row.text(7);
    job.checkpoint = row.text(8);
    job.attempt = static_cast<int>(row.integer(9));
    job.max_attempts = static_cast<int>(row.integer(10));
    job.progress = row.real(11);
    job.error = row.text(12);
    job.result = row.text(13);
    job.cancel_requested = row.integer(14) != 0;
    job.lease_token = row.text(15);
    job.run_at = to_timestamp(row.integer(16));
    job.created_at = to_timestamp(row.integer(17));
    job.updated_at = to_timestamp(row.integer(18));
    job.host = row.text(19);
    return job;
}

std::string lecture_serial_key(std::int64_t lecture_id) {
    return "lecture/" + std::to_string(lecture_id);
}

std::string scope_is(JobScope scope) {
    return "scope = '" + std::string(to_text(scope)) + "'";
}

void insert_job(Transaction& tx, const NewJob& job, Timestamp now, const std::string& checkpoint) {
    const JobKindRow& kind = about(job.kind);
    const JobPriority priority = job.priority.value_or(kind.priority);
    tx.query(
        "INSERT INTO jobs (id, kind, scope, state, priority, serial_key, lecture_id, snippet_id, payload, "
        "checkpoint, max_attempts, run_at, created_at, updated_at, host) "
        "VALUES ($1, $2, $3, 'queued', $4, $5, $6, $7, $8, $9, $10, $11, $11, $11, $12)",
        {job.id, std::string(kind.name), std::string(to_text(kind.scope)),
         static_cast<std::int64_t>(priority), job.serial_key, to_value(job.lecture_id),
         to_value(job.snippet_id), job.payload, checkpoint,
         std::int64_t{job.max_attempts.value_or(kind.max_attempts)}, to_value(now), job.host});
}

bool lock_lecture(Transaction& tx, std::int64_t lecture_id) {
    tx.touch(Topic::lecture, lecture_id);
    return !tx.query("SELECT id FROM lectures WHERE id = $1" + std::string(tx.for_update()), {lecture_id})
                .empty();
}

std::optional<Job> lock_job(Transaction& tx, const std::string& id) {
    lock_lecture_of(tx, id);
    const auto row = first_row(tx.query(job_by_id(tx), {id}));
    if (!row) return std::nullopt;
    return to_job(*row);
}

Job lock_leased_job(Transaction& tx, const Lease& lease) {
    auto job = lock_job(tx, lease.job_id);
    const bool held = job && job->state == JobState::running && job->lease_token == lease.token;
    if (!held) throw LeaseLost();
    return *std::move(job);
}

void set_job_state(Transaction& tx, const std::string& id, const AfterFailure& decision, Timestamp now) {
    const Timestamp run_at = decision.state == JobState::queued ? decision.run_at : now;
    tx.query(
        "UPDATE jobs SET state = $2, error = $3, run_at = $4, lease_token = '', updated_at = $5, "
        "waits_for_space = $6, attempt = attempt - $6 WHERE id = $1",
        {id, std::string(to_text(decision.state)), decision.error, to_value(run_at), to_value(now),
         std::int64_t{decision.waits_for_space}});
}

void succeed_job(Transaction& tx, const std::string& id, const std::string& result, Timestamp now) {
    tx.query(
        "UPDATE jobs SET state = 'succeeded', result = $2, error = '', progress = 1, lease_token = '', "
        "updated_at = $3 WHERE id = $1",
        {id, result, to_value(now)});
}

void conclude_job(Transaction& tx, const Job& job, const AfterFailure& decision, Timestamp now) {
    set_job_state(tx, job.id, decision, now);
    if (is_open(decision.state)) return;
    trash_files_of(tx, job, now);
    if (!job.lecture_id || about(job.kind).scope != JobScope::pipeline) return;
    tx.query("UPDATE lectures SET status = $2, error = $3, updated_at = $4 WHERE id = $1",
             {*job.lecture_id, std::string(to_text(LectureStatus::failed)), decision.error, to_value(now)});
}

void request_cancel(Transaction& tx, const Job& job, Timestamp now) {
    if (on_cancel(job.state) == JobState::cancelled) return conclude_job(tx, job, cancelled_now(now), now);
    tx.query("UPDATE jobs SET cancel_requested = 1, updated_at = $2 WHERE id = $1", {job.id, to_value(now)});
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
