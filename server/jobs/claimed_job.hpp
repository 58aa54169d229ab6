#pragma once

#include "domain/job/transition.hpp"
#include "server/jobs/step.hpp"
#include "storage/jobs/job_store.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace lectern::jobs {

// Why a step was asked to stop. Of several reasons the last in this list counts.
enum class StopReason { none, shutdown, cancelled, lease_lost };

// What the runner has to write about a job whose step has ended.
struct Ending {
    enum class Kind {
        drop,        // write nothing: another worker has the job now
        verify,      // the step reported success: check that its outcome is stored
        hand_back,   // the program stops: queue the job again, do not count the attempt
        fail,        // write `decision`, which the state machine made
        pause_host,  // the job's host has refused: write `failure`
    };
    Kind kind;
    AfterFailure decision{};
    Failure failure = Failure::cancelled();
};

// A job that this process has claimed: the context of its step, and the state that the runner needs.
// Thread-safe.
class ClaimedJob : public StepContext {
public:
    using Clock = std::chrono::steady_clock;

    // `leased_from`: a time before the claim was sent, so that the lease ends in this process before it ends
    // in the store.
    ClaimedJob(storage::JobStore& jobs, Job job, Clock::time_point leased_from,
               std::chrono::milliseconds lease);

    const Job& job() const override { return job_; }
    storage::Lease lease() const override { return {job_.id, job_.lease_token}; }
    std::stop_token stop() const override { return stop_.get_token(); }
    void progress(double fraction) override;
    void checkpoint(const std::string& json) override;
    void persist(const std::function<void()>& write) override;
    void host_answers() override;

    void ask_to_stop(StopReason reason);
    StopReason stop_reason() const { return reason_; }

    // Extends the lease and writes the progress. Asks the step to stop if the job was cancelled or the lease
    // is lost. Throws StoreUnavailable.
    void heartbeat(Timestamp now);

    // The ending that follows from the step's failure. `jitter`, in [0, 1), spreads the retries of several
    // jobs.
    Ending ending_of(const Failure& failure, Timestamp now, const RetryPolicy& policy, double jitter) const;
    // Writes the ending to the store. Throws LeaseLost or StoreUnavailable.
    void write(const Ending& ending, Timestamp now, const RetryPolicy& policy, double jitter);

private:
    storage::JobStore& jobs_;
    const Job job_;
    const std::chrono::milliseconds lease_;
    std::atomic<Clock::time_point> lease_until_;
    std::atomic<double> progress_;
    std::atomic<StopReason> reason_{StopReason::none};
    std::stop_source stop_;
};

}  // namespace lectern::jobs
