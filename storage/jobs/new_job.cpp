#include "storage/jobs/new_job.hpp"

#include "domain/job/serial_key.hpp"
#include "storage/jobs/job_rows.hpp"

namespace lectern::storage {
namespace {

constexpr std::chrono::seconds come_back_after{10};

// " AND scope <> 'batch'": the same text as in the index jobs_counted, so that the index is used.
std::string counts_to_bound_condition() {
    std::string condition;
    for (const JobScope scope : job_scopes)
        if (!counts_to_bound(scope)) condition += " AND scope <> '" + std::string(to_text(scope)) + "'";
    return condition;
}

const Statement count_open{
    "job.count_open", "SELECT count(*) AS n FROM (SELECT 1 FROM jobs WHERE state IN ('queued', 'running')" +
                          counts_to_bound_condition() + " LIMIT $1) AS open_jobs"};
const Statement insert{"job.insert", job_columns.insert_into("jobs")};

}  // namespace

NewJob same_again(const Job& job, std::string new_id) {
    NewJob again{std::move(new_id), job.kind};
    again.priority = job.priority;
    again.lecture_id = job.lecture_id;
    again.snippet_id = job.snippet_id;
    again.host = job.host;
    again.payload = job.payload;
    again.max_attempts = job.max_attempts;
    return again;
}

Result<> enqueue(Transaction& tx, const NewJob& job, Timestamp now, int max_open,
                 const std::string& checkpoint) {
    // Parallel writers do not see each other's new rows, so the bound may be exceeded by their number.
    if (tx.query(count_open, {std::int64_t{max_open}}).front().integer("n") >= max_open)
        return Error::busy("Too much work is waiting. Try again later.", come_back_after);
    insert_job(tx, job, now, checkpoint);
    return {};
}

void insert_job(Transaction& tx, const NewJob& job, Timestamp now, const std::string& checkpoint) {
    const JobKindRow& kind = about(job.kind);
    Job row;
    row.id = job.id;
    row.kind = job.kind;
    row.priority = job.priority.value_or(kind.priority);
    row.serial_key = job.serial_key.value_or(serial_key(kind.scope, job.lecture_id, job.snippet_id, job.id));
    row.lecture_id = job.lecture_id;
    row.snippet_id = job.snippet_id;
    row.host = job.host;
    row.payload = job.payload;
    row.checkpoint = checkpoint;
    row.max_attempts = job.max_attempts.value_or(kind.max_attempts);
    row.run_at = row.created_at = row.updated_at = now;
    tx.query(insert, job_columns.values(row));
}

}  // namespace lectern::storage
