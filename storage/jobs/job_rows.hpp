#pragma once

#include "domain/job/job.hpp"
#include "storage/jobs/job_store.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <string>

namespace lectern::storage {

// Rows of the jobs table, shared by the stores. All of these run inside a transaction of their caller.
// Order of locks, so that no two transactions wait for each other: the lecture's row, then its jobs.

// As read by to_job
inline const std::string job_columns =
    "id, kind, state, priority, serial_key, lecture_id, snippet_id, payload, checkpoint, attempt, "
    "max_attempts, "
    "progress, "
    "error, result, cancel_requested, lease_token, run_at, created_at, updated_at, host";

Job to_job(const Row& row);

std::string lecture_serial_key(std::int64_t lecture_id);

// "scope = 'clip'": a condition of statements, whose words are our own.
std::string scope_is(JobScope scope);

// Without a bound: a step's successor is never refused. `checkpoint` is where it goes on.
void insert_job(Transaction& tx, const NewJob& job, Timestamp now, const std::string& checkpoint = "");

// Locks the lecture's row, in order to change it or what belongs to it; false if there is no such lecture.
bool lock_lecture(Transaction& tx, std::int64_t lecture_id);

// Locks job and lecture, first the lecture. nullopt if there is no such job.
std::optional<Job> lock_job(Transaction& tx, const std::string& id);

// Throws LeaseLost unless the job runs under this lease.
Job lock_leased_job(Transaction& tx, const Lease& lease);

// Writes down the end (or the next start, at run_at) of a job that was locked. The lease ends with it.
void set_job_state(Transaction& tx, const std::string& id, const AfterFailure& decision, Timestamp now);
void succeed_job(Transaction& tx, const std::string& id, const std::string& result, Timestamp now);

// Writes down the decision and, when it ends a step of the pipeline, fails the lecture with its text.
void conclude_job(Transaction& tx, const Job& job, const AfterFailure& decision, Timestamp now);

// What a person's wish to cancel does to an open job that was locked.
void request_cancel(Transaction& tx, const Job& job, Timestamp now);

// Ends open jobs at once, running ones too: their workers meet LeaseLost.
void revoke_lecture_jobs(Transaction& tx, std::int64_t lecture_id, Timestamp now);
void revoke_pipeline(Transaction& tx, std::int64_t lecture_id, Timestamp now);
void revoke_cut(Transaction& tx, std::int64_t snippet_id, Timestamp now);

inline AfterFailure cancelled_now(Timestamp now) {
    return {JobState::cancelled, now, "Cancelled."};
}

}  // namespace lectern::storage
