#pragma once

#include "server/jobs/claimed_jobs.hpp"
#include "storage/jobs/job_store.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace lectern::jobs {

// A thread that extends the leases of all claimed jobs, and writes the endings that could not be written when
// their steps ended. The arguments of the constructor must outlive it.
class LeaseKeeper {
public:
    // Writes the ending and removes the job. Throws if the store is unavailable.
    using WriteEnding = std::function<void(ClaimedJob& job, const Ending& ending)>;

    LeaseKeeper(storage::JobStore& jobs, ClaimedJobs& claimed, std::chrono::milliseconds heartbeat,
                WriteEnding write_ending);

    void start();   // once
    void settle();  // any thread; call it when there is an ending to write
    // Tries once more to write the endings that are left, and joins the thread.
    void close();

private:
    using Clock = std::chrono::steady_clock;

    void keep();
    bool keep_all(bool beat);

    storage::JobStore& jobs_;
    ClaimedJobs& claimed_;
    const std::chrono::milliseconds heartbeat_;
    const WriteEnding write_ending_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool to_settle_ = false;
    bool closing_ = false;
    std::thread thread_;
};

}  // namespace lectern::jobs
