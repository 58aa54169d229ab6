#include "storage/jobs/job_rows.hpp"

#include "storage/jobs/job_lecture.hpp"
#include "storage/sql/transact.hpp"

#include <stdexcept>

namespace lectern::storage {
namespace {

const Statement lecture_of_job{"job.lecture", "SELECT lecture_id FROM jobs WHERE id = $1"};
const Statement lock_job_row{"job.lock",
                             "SELECT " + job_columns.list() + " FROM jobs WHERE id = $1 FOR UPDATE"};
const Statement set_state{
    "job.set_state",
    "UPDATE jobs SET state = $2, error = $3, run_at = $4, lease_token = '', updated_at = "
    "$5, waits_for_space = $6, attempt = attempt - $6 WHERE id = $1"};
const Statement succeed{"job.succeed",
                        "UPDATE jobs SET state = 'succeeded', result = $2, error = '', progress = 1, "
                        "lease_token = '', updated_at = $3 WHERE id = $1"};

void lock_lecture_of(Transaction& tx, const std::string& job_id) {
    const auto row = first_row(tx.query(lecture_of_job, {job_id}));
    if (const auto lecture = row ? row->optional_integer("lecture_id") : std::nullopt)
        lock_lecture(tx, *lecture);
}

}  // namespace

const Statement job_by_id{"job.find", "SELECT " + job_columns.list() + " FROM jobs WHERE id = $1"};

Value scope_of(const void* job) {
    return std::string(to_text(about(static_cast<const Job*>(job)->kind).scope));
}

std::string scope_is(JobScope scope) {
    return "scope = '" + std::string(to_text(scope)) + "'";
}

std::optional<Job> lock_job(Transaction& tx, const std::string& id) {
    lock_lecture_of(tx, id);
    return job_columns.read_first(tx.query(lock_job_row, {id}));
}

Job lock_leased_job(Transaction& tx, const Lease& lease) {
    auto job = lock_job(tx, lease.job_id);
    const bool held = job && job->state == JobState::running && job->lease_token == lease.token;
    if (!held) throw LeaseLost();
    return *std::move(job);
}

void set_job_state(Transaction& tx, const std::string& id, const AfterFailure& decision, Timestamp now) {
    const Timestamp run_at = decision.state == JobState::queued ? decision.run_at : now;
    tx.query(set_state, {id, std::string(to_text(decision.state)), decision.error, to_value(run_at),
                         to_value(now), to_value(decision.waits_for_space)});
}

void succeed_job(Transaction& tx, const std::string& id, const std::string& result, Timestamp now) {
    tx.query(succeed, {id, result, to_value(now)});
}

}  // namespace lectern::storage
