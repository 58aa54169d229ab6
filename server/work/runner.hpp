#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "domain/job/transition.hpp"
#include "server/work/executor.hpp"
#include "storage/jobs.hpp"

namespace lectern::work {

// What a step gets: its job, and the ways to tell the world how it goes.
class StepContext {
public:
    virtual ~StepContext() = default;
    virtual const Job& job() const = 0;
    virtual storage::Lease lease() const = 0;
    // Requested when a person cancels, the lease is lost or the program stops.
    virtual std::stop_token stop() const = 0;
    // 0..1; kept in memory and written by the next heartbeat.
    virtual void progress(double fraction) = 0;
    // Durable when it returns: where the next attempt goes on. Throws LeaseLost.
    virtual void checkpoint(const std::string& json) = 0;
};

// Does the work and, on success, writes the outcome with the lease (LectureStore::finish_...). A Failure is handed to
// the state machine by the runner; exceptions count as transient failures.
using Step = std::function<Outcome<>(StepContext&)>;

// Claims due jobs and runs them on the executor: one coordinating thread that claims, one that keeps the leases.
class Runner {
public:
    struct Options {
        std::chrono::milliseconds lease{30000};
        std::chrono::milliseconds heartbeat{3000};
        std::chrono::milliseconds poll{1000};  // looks for due jobs at least so often; wake() makes it at once
        RetryPolicy retry;
        std::map<JobKind, int> at_once;  // most jobs of a kind that run side by side; unnamed kinds: no own limit
    };

    Runner(storage::JobStore& jobs, Executor& executor, std::map<JobKind, Step> steps, Options options,
           std::string boot_id, std::function<void(const std::string& job_id)> on_change);
    ~Runner();  // stops

    void start();
    void wake();                                // thread-safe: there may be something to claim
    void cancel(const std::string& job_id);     // thread-safe: stop the step now if it runs here
    // Running steps are asked to stop and their jobs handed back; returns when they have ended or `patience` is over.
    void stop(std::chrono::milliseconds patience);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern::work
