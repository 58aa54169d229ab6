#pragma once

#include "domain/job/job.hpp"
#include "domain/job/transition.hpp"
#include "storage/jobs/lease.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::storage {

// Rows of the jobs table, shared by the stores. All functions run inside a transaction of the caller. The
// order of locks, which prevents deadlocks: the lecture's row, then its jobs.

// The scope follows from the kind; it is stored for statements and indexes.
Value scope_of(const void* job);

inline constexpr Columns<Job> job_columns{
    column<&Job::id>("id"),
    word_column<parse_job_kind, &Job::kind>("kind"),
    word_column<parse_job_state, &Job::state>("state"),
    number_column<&Job::priority>("priority"),
    column<&Job::serial_key>("serial_key"),
    column<&Job::lecture_id>("lecture_id"),
    column<&Job::snippet_id>("snippet_id"),
    column<&Job::host>("host"),
    column<&Job::payload>("payload"),
    column<&Job::checkpoint>("checkpoint"),
    column<&Job::attempt>("attempt"),
    column<&Job::max_attempts>("max_attempts"),
    column<&Job::progress>("progress"),
    column<&Job::error>("error"),
    column<&Job::result>("result"),
    column<&Job::cancel_requested>("cancel_requested"),
    column<&Job::lease_token>("lease_token"),
    column<&Job::run_at>("run_at"),
    column<&Job::created_at>("created_at"),
    column<&Job::updated_at>("updated_at"),
    Column<Job>{{"scope", [](const Value&, std::string_view, void*) {}, scope_of}},
};

// An SQL condition: "scope = 'clip'".
std::string scope_is(JobScope scope);

extern const Statement job_by_id;  // job_columns

// Locks the job's lecture, if it has one, and then the job. nullopt if there is no such job.
std::optional<Job> lock_job(Transaction& tx, const std::string& id);

// Locks the job like lock_job(). Throws LeaseLost unless the job runs under this lease.
Job lock_leased_job(Transaction& tx, const Lease& lease);

// Write the end of a locked job, or queue it again for run_at. Both end the lease. The functions in
// job_endings.hpp also change the lecture.
void set_job_state(Transaction& tx, const std::string& id, const AfterFailure& decision, Timestamp now);
void succeed_job(Transaction& tx, const std::string& id, const std::string& result, Timestamp now);

}  // namespace lectern::storage
