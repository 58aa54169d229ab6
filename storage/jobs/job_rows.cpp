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

// What a cut that is given up has made. An attempt may have published its clip and died before the row; one
// that runs may do so yet.
void trash_work_of_cut(Transaction& tx, const std::string& job_id, std::int64_t lecture_id,
                       std::int64_t snippet_id, Timestamp now) {
    const std::string clip = clip_file(lecture_id, snippet_id, job_id);
    put_trash(tx, clip, now);
    put_trash(tx, clip, now, strand_after_steps(lecture_id));
    put_trash(tx, "work/" + cut_work_file(job_id), now);
}

// `condition` names the jobs by $1.
void revoke(Transaction& tx, const std::string& condition, std::int64_t id, Timestamp now) {
    for (const Row& row : tx.query(
             "SELECT id, lecture_id, snippet_id FROM jobs WHERE kind = 'cut' AND attempt > 0 AND "
             "state IN ('queued', 'running') AND lecture_id IS NOT NULL AND snippet_id IS NOT NULL AND " +
                 condition,
             {id}))
        trash_work_of_cut(tx, row.text(0), row.integer(1), row.integer(2), now);
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
    job.strand = row.text(4);
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

std::string lecture_strand(std::int64_t lecture_id) {
    return "lecture/" + std::to_string(lecture_id);
}

void insert_job(Transaction& tx, const NewJob& job, Timestamp now, const std::string& checkpoint) {
    tx.query(
        "INSERT INTO jobs (id, kind, state, priority, strand, lecture_id, snippet_id, payload, checkpoint, "
        "max_attempts, run_at, created_at, updated_at, host) "
        "VALUES ($1, $2, 'queued', $3, $4, $5, $6, $7, $8, $9, $10, $10, $10, $11)",
        {job.id, std::string(to_text(job.kind)), static_cast<std::int64_t>(job.priority), job.strand,
         to_value(job.lecture_id), to_value(job.snippet_id), job.payload, checkpoint,
         std::int64_t{job.max_attempts}, to_value(now), job.host});
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
    if (is_open(decision.state) || !job.lecture_id) return;
    if (job.kind == JobKind::cut) {
        if (job.attempt > 0 && job.snippet_id)
            trash_work_of_cut(tx, job.id, *job.lecture_id, *job.snippet_id, now);
        return;
    }
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
    revoke(tx, "lecture_id = $1 AND kind <> 'cut'", lecture_id, now);
}

void revoke_cut(Transaction& tx, std::int64_t snippet_id, Timestamp now) {
    revoke(tx, "snippet_id = $1", snippet_id, now);
}

}  // namespace lectern::storage
