#pragma once

#include "domain/job/job.hpp"
#include "domain/job/transition.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>

namespace lectern::storage {

// How jobs end other than well, and what that means to what they work for. All of these run inside a
// transaction of their caller.

// Writes the decision about a job that was locked. If it ends the job, the job's files go to the trash, and a
// lecture whose pipeline this was fails with the same text.
void conclude_job(Transaction& tx, const Job& job, const AfterFailure& decision, Timestamp now);

// What a person's wish to cancel does to an open job that was locked.
void request_cancel(Transaction& tx, const Job& job, Timestamp now);

// Ends open jobs at once, running ones too: their workers meet LeaseLost. The lecture's row is locked.
void revoke_lecture_jobs(Transaction& tx, std::int64_t lecture_id, Timestamp now);
void revoke_pipeline(Transaction& tx, std::int64_t lecture_id, Timestamp now);
void revoke_cut(Transaction& tx, std::int64_t snippet_id, Timestamp now);

inline AfterFailure cancelled_now(Timestamp now) {
    return {JobState::cancelled, now, "Cancelled."};
}

}  // namespace lectern::storage
