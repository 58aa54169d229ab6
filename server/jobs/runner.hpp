#pragma once

#include "domain/job/retry.hpp"
#include "server/jobs/executor.hpp"
#include "server/jobs/step.hpp"
#include "storage/jobs/job_store.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace lectern::jobs {

// Claims due jobs and runs their steps on the executor. It has two threads: one claims, one keeps the leases
// (LeaseKeeper). It is the executor's only listener (Executor::on_free). The store and the executor must
// outlive it.
class Runner {
public:
    struct Options {
        std::chrono::milliseconds lease{30000};
        std::chrono::milliseconds heartbeat{3000};
        // The longest time between two looks for due jobs. wake() makes the runner look at once.
        std::chrono::milliseconds poll{1000};
        RetryPolicy retry;
        // The maximum number of jobs of a kind that run at the same time. Kinds that are not listed have no
        // limit of their own.
        std::map<JobKind, int> at_once;
        // Kinds that start only while another worker of their executor is free, unless it has only one.
        std::set<JobKind> leaves_a_worker;
        // Kinds whose steps run on another executor. These executors must outlive the runner, too, and the
        // runner is their only listener.
        std::map<JobKind, Executor*> elsewhere;
        // The maximum number of jobs for one host (Job::host) that run at the same time, whatever their kind;
        // 0: no limit.
        int at_once_per_host = 0;
    };

    // Only kinds that have a step are claimed. `boot_id` differs for each start of the program. Jobs that
    // were claimed under another boot id belong to a process that has ended; they are recovered before the
    // first claim.
    Runner(storage::JobStore& jobs, Executor& executor, std::map<JobKind, Step> steps, Options options,
           std::string boot_id);
    // Stops. Waits for running steps without a time limit, because they use objects that are destroyed next.
    ~Runner();

    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    void start();  // once
    void wake();   // any thread; call it when there may be a job to claim
    // Any thread. If the step of this job runs in this process, asks it to stop; the job ends as cancelled.
    // Call JobStore::cancel first. Without this call the step would learn of the cancel only with the next
    // heartbeat.
    void cancel(const std::string& job_id);
    // The same for all jobs that fulfil the condition, which must not call the runner. It may be called until
    // a claim that runs at this moment has ended, on another thread.
    void cancel_all(const std::function<bool(const Job& job)>& condition);
    // Any thread. Whether a job that fulfils the condition runs or is about to run. The condition is called
    // under a lock: it must not call the runner.
    bool may_run(const std::function<bool(const Job& job)>& condition) const;
    // Asks running steps to stop and hands their jobs back. Returns true when all have ended, or false after
    // `longest`; the next start of the program recovers the jobs that are left.
    bool stop(std::chrono::milliseconds longest);

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace lectern::jobs
