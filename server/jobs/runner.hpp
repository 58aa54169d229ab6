#pragma once

#include "domain/job/transition.hpp"
#include "server/jobs/executor.hpp"
#include "storage/jobs/job_store.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

namespace lectern::jobs {

// What a step gets: its job, and the ways to tell the world how it goes. Lives until the step returns.
class StepContext {
public:
    virtual ~StepContext() = default;
    virtual const Job& job() const = 0;  // as it was claimed; its checkpoint is the earlier attempt's
    virtual storage::Lease lease() const = 0;
    // Requested when a person cancels, the lease is lost or the program stops.
    virtual std::stop_token stop() const = 0;
    // 0..1; kept in memory and written by the next heartbeat. Any thread.
    virtual void progress(double fraction) = 0;
    // Durable when it returns: where the next attempt goes on. Waits out a short outage like persist().
    // Throws LeaseLost.
    virtual void checkpoint(const std::string& json) = 0;
    // Calls `write` (a write under the lease, such as LectureStore::finish_...), again while the store is
    // away and the lease may still be ours, so that a short outage does not cost the work of hours. Throws
    // what `write` throws at last.
    virtual void persist(const std::function<void()>& write) { write(); }
};

// Does the work and, on success, writes the outcome with the lease (LectureStore::finish_... in persist()); a
// success that was not written counts as a transient failure. A Failure is handed to the state machine by the
// runner; so are exceptions, as transient failures, but for LeaseLost, which ends the step without a trace.
using Step = std::function<Outcome<>(StepContext&)>;

// Claims due jobs and runs them on the executor: one coordinating thread that claims, one that keeps the
// leases. It is the executor's only listener (Executor::on_free). The store and the executor outlive it.
class Runner {
public:
    struct Options {
        std::chrono::milliseconds lease{30000};
        std::chrono::milliseconds heartbeat{3000};
        std::chrono::milliseconds poll{
            1000};  // looks for due jobs at least so often; wake() makes it at once
        RetryPolicy retry;
        // Most jobs of a kind that run side by side; kinds that are not named have no limit of their own.
        std::map<JobKind, int> at_once;
        // Kinds whose steps run on other threads than the runner's executor, so that what waits for the
        // network and what computes do not wait for each other. They outlive the runner, which is their only
        // listener.
        std::map<JobKind, Executor*> elsewhere;
        // Most jobs that ask one host (Job::host) side by side, whatever their kind; 0 is no limit.
        int at_once_per_host = 0;
    };

    // Only kinds that have a step are claimed. `boot_id` is new for each start of the program: jobs that
    // carry another one are recovered before the first claim. `on_change` is called after each change of a
    // job that others can see (claimed, progress, outcome), on any of the runner's or the executor's threads,
    // without a lock, with the job as it was claimed: who needs its state asks the store. It may be empty,
    // should be quick, and must not call stop().
    Runner(storage::JobStore& jobs, Executor& executor, std::map<JobKind, Step> steps, Options options,
           std::string boot_id, std::function<void(const Job& job)> on_change);
    // Stops; waits for running steps without end, since they use what dies next.
    ~Runner();

    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    void start();  // once
    void wake();   // any thread: there may be something to claim
    // Any thread: stops the step now if it runs here; its job ends as cancelled. The store is told before
    // (JobStore::cancel), which alone reaches the step too, but only with the next heartbeat.
    void cancel(const std::string& job_id);
    // Any thread: whether a step works for the lecture, or may begin to because its job has been claimed.
    bool may_work_for(std::int64_t lecture_id) const;
    // Running steps are asked to stop and their jobs handed back; returns when they have ended or `patience`
    // is over: true if all have. Jobs that are left are recovered by the next start.
    bool stop(std::chrono::milliseconds patience);

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace lectern::jobs
