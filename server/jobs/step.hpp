#pragma once

#include "domain/job/failure.hpp"
#include "domain/job/job.hpp"
#include "storage/jobs/lease.hpp"

#include <functional>
#include <stop_token>
#include <string>

namespace lectern::jobs {

// What a step gets: its job, and the functions to report with. Lives until the step returns.
class StepContext {
public:
    virtual ~StepContext() = default;
    virtual const Job& job() const = 0;  // as it was claimed, with the checkpoint of the last attempt
    virtual storage::Lease lease() const = 0;
    // A stop is requested if the job is cancelled, the lease is lost or the program stops.
    virtual std::stop_token stop() const = 0;
    // 0..1; kept in memory and written by the next heartbeat. Any thread.
    virtual void progress(double fraction) = 0;
    // Stores the point from which the next attempt continues; durable when it returns. Repeats the write and
    // throws like persist().
    virtual void checkpoint(const std::string& json) = 0;
    // Calls `write`, which writes under the lease. Repeats the call while the store is unavailable and the
    // lease may still be valid, so that a short outage does not cost hours of work. Throws what the last call
    // threw, such as LeaseLost or StoreUnavailable.
    virtual void persist(const std::function<void()>& write) { write(); }
    // The job's host gives out what the job asked for: if the host was paused, its other jobs go on.
    virtual void host_answers() {}
};

// Does the work of a job. Before it returns success, it writes its outcome under the lease, in persist(); a
// success without a written outcome counts as a transient failure. A Failure goes to the job's state machine.
// An exception counts as a transient failure, or as storage_full if it says that a disk is full. After
// LeaseLost nothing is written.
using Step = std::function<Outcome<>(StepContext&)>;

}  // namespace lectern::jobs
