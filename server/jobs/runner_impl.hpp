#pragma once

#include "server/jobs/claimed_job.hpp"
#include "server/jobs/outage.hpp"
#include "server/jobs/runner.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace lectern::jobs {

// Shared with the tasks on the executor, which may be destroyed after the runner. Locks are never held during
// a call to the store, to a step or to on_change.
class Runner::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(storage::JobStore& jobs, Executor& executor, std::map<JobKind, Step> steps, Options options,
         std::string boot_id, std::function<void(const Job&)> on_change);

    void start();
    void wake();
    void cancel(const std::string& job_id);
    bool may_work_for(std::int64_t lecture_id);
    bool stop(std::chrono::milliseconds patience);
    // Nothing of the store, the steps or on_change is used after this.
    void close();

private:
    using Clock = std::chrono::steady_clock;
    using Task = std::shared_ptr<ClaimedJob>;

    // A claimed job from the claim until the store knows how it ended.
    struct Run {
        Task job;
        std::optional<Ending> ending;  // set when no step runs any more but the store has not heard of it
    };
    struct Ticket;

    // Claiming, on the coordinator's thread (runner.cpp).
    void coordinate();
    bool claim_one();  // true when there may be more to claim
    std::set<JobKind> claimable() const;
    std::set<std::string> busy_hosts() const;
    Executor& executor_of(JobKind kind) const;
    void listen(const std::function<void()>& listener);
    std::chrono::milliseconds until_next_due();
    void submit(Task job);
    void stop_steps();

    // Running, on the executor's threads (running.cpp).
    void run(ClaimedJob& job, std::stop_token executor_stop);
    void write(ClaimedJob& job, const Ending& ending);
    void leave_to_keeper(const ClaimedJob& job, Ending ending, bool at_once);
    void tell(const Job& job);
    double jitter();

    // Keeping leases, and writing endings that could not be written, on the keeper's thread (running.cpp).
    void keep();
    bool keep_all(const std::vector<Run>& runs, bool beat);

    storage::JobStore& jobs_;
    Executor& executor_;
    const std::map<JobKind, Step> steps_;
    const Options options_;
    const std::string boot_id_;
    const std::function<void(const Job&)> on_change_;

    std::mutex mutex_;
    std::condition_variable to_claim_;
    std::condition_variable to_keep_;
    std::condition_variable ended_;
    // By claim, not by job: a job that was lost may be claimed anew while its old step still winds down.
    std::map<const ClaimedJob*, Run> runs_;
    std::set<std::string> cancelled_meanwhile_;
    bool claiming_ = false;  // a claim is on its way: its job is not in runs_ yet
    bool woken_ = false;
    bool to_settle_ = false;
    bool stopping_ = false;  // no more claims
    bool closing_ = false;   // the keeper ends

    std::mutex random_mutex_;
    std::mt19937_64 random_;
    std::mutex join_mutex_;
    std::thread coordinator_;
    std::thread keeper_;
};

}  // namespace lectern::jobs
