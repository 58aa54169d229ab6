#pragma once

#include "domain/job/job.hpp"
#include "domain/job/transition.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>

namespace lectern::storage {

// How jobs end without success, and what that changes in the lectures that they work for. All functions run
// inside a transaction of the caller.

// Writes the decision about a job that the transaction has locked. If it ends the job, the job's files go to
// the trash. If the job belongs to a lecture's pipeline, the lecture then fails with the same text.
void conclude_job(Transaction& tx, const Job& job, const AfterFailure& decision, Timestamp now);

// Cancels an open job that the transaction has locked: a queued one at once; a running one is asked to stop.
void request_cancel(Transaction& tx, const Job& job, Timestamp now);

// Cancel open jobs at once, also running ones: their workers get LeaseLost. The transaction has locked the
// lecture's row.
void revoke_lecture_jobs(Transaction& tx, std::int64_t lecture_id, Timestamp now);
void revoke_pipeline(Transaction& tx, std::int64_t lecture_id, Timestamp now);
void revoke_cut(Transaction& tx, std::int64_t snippet_id, Timestamp now);

inline AfterFailure cancelled_now(Timestamp now) {
    return {JobState::cancelled, now, "Cancelled."};
}

}  // namespace lectern::storage
