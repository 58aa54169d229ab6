#pragma once

#include "domain/job/retry.hpp"
#include "server/jobs/executor.hpp"
#include "server/jobs/step.hpp"
#include "storage/jobs/job_store.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace lectern::jobs {

// Claims due jobs and runs their steps on the executor. It has two threads: one claims, one keeps the leases
// (LeaseKeeper). It is the executor's only listener (Executor::on_free). The store and the executor outlive
// it.
class Runner {
public:
    struct Options {
        std::chrono::milliseconds lease{30000};
        std::chrono::milliseconds heartbeat{3000};
        // It looks for due jobs at least so often; wake() makes it look at once.
        std::chrono::milliseconds poll{1000};
        RetryPolicy retry;
        // Most jobs of a kind that run side by side; kinds that are not named have no limit of their own.
        std::map<JobKind, int> at_once;
        // Kinds whose steps run on another executor than the runner's. These executors outlive the runner,
        // too, which is their only listener.
        std::map<JobKind, Executor*> elsewhere;
        // Most jobs that ask one host (Job::host) side by side, whatever their kind; 0 is no limit.
        int at_once_per_host = 0;
    };

    // Only kinds that have a step are claimed. `boot_id` is new for each start of the program: jobs that
    // carry another one are recovered before the first claim.
    Runner(storage::JobStore& jobs, Executor& executor, std::map<JobKind, Step> steps, Options options,
           std::string boot_id);
    // Stops; waits for running steps without end, since they use what dies next.
    ~Runner();

    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    void start();  // once
    void wake();   // any thread: there may be something to claim
    // Any thread: stops the step now if it runs here; its job ends as cancelled. Call JobStore::cancel
    // before, which alone reaches the step, too, but only with the next heartbeat.
    void cancel(const std::string& job_id);
    // Any thread: whether a step runs, or may begin to, whose job fulfils the condition. The condition is
    // called under a lock: it must not call the runner.
    bool may_run(const std::function<bool(const Job& job)>& condition) const;
    // Asks running steps to stop and hands their jobs back. Returns when all have ended (true), or after
    // `longest` (false): the next start recovers what is left.
    bool stop(std::chrono::milliseconds longest);

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace lectern::jobs
