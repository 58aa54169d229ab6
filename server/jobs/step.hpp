#pragma once

#include "domain/job/failure.hpp"
#include "domain/job/job.hpp"
#include "storage/jobs/lease.hpp"

#include <functional>
#include <stop_token>
#include <string>

namespace lectern::jobs {

// What a step gets: its job, and what it uses to report. Lives until the step returns.
class StepContext {
public:
    virtual ~StepContext() = default;
    virtual const Job& job() const = 0;  // as it was claimed, with the checkpoint of the attempt before
    virtual storage::Lease lease() const = 0;
    // Requested when a person cancels, the lease is lost or the program stops.
    virtual std::stop_token stop() const = 0;
    // 0..1; kept in memory and written by the next heartbeat. Any thread.
    virtual void progress(double fraction) = 0;
    // Stores where the next attempt goes on; durable when it returns. Repeats the write during a short outage
    // like persist(). Throws LeaseLost.
    virtual void checkpoint(const std::string& json) = 0;
    // Calls `write`, a write under the lease, and repeats it while the store is away and the lease may still
    // be ours: a short outage must not cost the work of hours. Throws what the last call threw.
    virtual void persist(const std::function<void()>& write) { write(); }
};

// Does the work of a job. A step that succeeds has written its outcome under the lease, in persist(); a
// success that was not written counts as a transient failure. A Failure goes to the job's state machine, and
// so does an exception, as a transient failure; but LeaseLost ends the step, and nothing is written.
using Step = std::function<Outcome<>(StepContext&)>;

}  // namespace lectern::jobs
