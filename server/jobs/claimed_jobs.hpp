#pragma once

#include "server/jobs/claimed_job.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
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
        std::optional<Ending> ending;  // set when no step runs any more but the store does not know it yet
    };

    // One claim at a time. False after stop_all(): nothing may be claimed any more.
    bool begin_claim();
    // The claim is over and found `job`, or nothing (null). A cancel or a stop that came meanwhile reaches
    // it.
    void end_claim(std::shared_ptr<ClaimedJob> job);

    // Asks the step of this job to stop, also if its claim is on its way.
    void cancel(const std::string& job_id);
    // Asks all steps to stop; no more claims.
    void stop_all();

    void set_ending(const ClaimedJob& job, Ending ending);
    void remove(const ClaimedJob& job);

    std::vector<Entry> all() const;
    // Whether a claimed job fulfils the condition, or one may that is being claimed at this moment.
    bool any(const std::function<bool(const Job& job)>& condition) const;
    // How many there are of each kind, and for each host that is named.
    std::map<JobKind, int> count_by_kind() const;
    std::map<std::string, int> count_by_host() const;

    // False when `deadline` came first.
    bool wait_until_empty(Clock::time_point deadline) const;
    // Until no step runs any more.
    void wait_until_all_have_endings() const;

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    // By claim, not by job: a job that was lost may be claimed anew while its old step still winds down.
    std::map<const ClaimedJob*, Entry> entries_;
    bool claiming_ = false;  // a claim is on its way: its job is not in entries_ yet
    std::set<std::string> cancelled_meanwhile_;
    bool stopping_ = false;
};

}  // namespace lectern::jobs
