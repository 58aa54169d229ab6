#pragma once

#include "server/jobs/claimed_job.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace lectern::jobs {

// The jobs that this process has claimed, each from its claim until the store knows how it ended.
// Thread-safe. Its lock is never held during a call to the store or to a listener of a stop token.
class ClaimedJobs {
public:
    using Clock = std::chrono::steady_clock;

    struct Entry {
        std::shared_ptr<ClaimedJob> job;
        std::optional<Ending> ending;  // set when the step has ended but the store does not know it yet
    };

    // Call it before a claim; only one claim at a time. False after stop_all(): do not claim any more.
    bool begin_claim();
    // Call it after the claim, with the claimed job or null. If a cancel or a stop came during the claim, the
    // job is asked to stop.
    void end_claim(std::shared_ptr<ClaimedJob> job);

    // Asks the steps of all jobs that fulfil the condition to stop, also of one that is being claimed at this
    // moment. The condition is called under the lock, and kept until the end of the claim.
    void cancel(const std::function<bool(const Job& job)>& condition);
    // Asks all steps to stop and forbids further claims.
    void stop_all();

    void set_ending(const ClaimedJob& job, Ending ending);
    void remove(const ClaimedJob& job);

    std::vector<Entry> all() const;
    // Whether a claimed job fulfils the condition. Also true during a claim, because the job that is being
    // claimed may fulfil it. The condition is called under the lock.
    bool any(const std::function<bool(const Job& job)>& condition) const;
    // The number of claimed jobs of each kind, and for each host. Jobs without a host are not counted there.
    std::map<JobKind, int> count_by_kind() const;
    std::map<std::string, int> count_by_host() const;

    // Blocks until no claimed job is left. False if `deadline` passes first.
    bool wait_until_empty(Clock::time_point deadline) const;
    // Blocks until each claimed job has an ending: no step runs any more.
    void wait_until_all_have_endings() const;

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    // By claim, not by job: a job whose lease was lost may be claimed again while its old step is still
    // ending.
    std::map<const ClaimedJob*, Entry> entries_;
    bool claiming_ = false;  // a claim is in progress; its job is not in entries_ yet
    std::vector<std::function<bool(const Job& job)>> cancelled_meanwhile_;
    bool stopping_ = false;
};

}  // namespace lectern::jobs
