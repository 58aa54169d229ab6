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

// Why a step was asked to stop; the greater reason wins.
enum class StopReason { none, shutdown, cancelled, lease_lost };

// What the runner has to write about a job whose step has ended.
struct Ending {
    enum class Kind {
        drop,       // somebody else's job now: nothing
        verify,     // the step says that it wrote its success
        hand_back,  // the program stops: queued again, the attempt uncounted
        fail,       // `decision` of the state machine
    };
    Kind kind;
    AfterFailure decision{};
};

// One claimed job in this process: what its step sees of it, and what the runner needs to know. Thread-safe.
class ClaimedJob : public StepContext {
public:
    using Clock = std::chrono::steady_clock;

    // `leased_from`: a moment before the claim was sent, so that the lease ends here before it ends in the
    // store.
    ClaimedJob(storage::JobStore& jobs, Job job, Clock::time_point leased_from,
               std::chrono::milliseconds lease);

    const Job& job() const override { return job_; }
    storage::Lease lease() const override { return {job_.id, job_.lease_token}; }
    std::stop_token stop() const override { return stop_.get_token(); }
    void progress(double fraction) override;
    void checkpoint(const std::string& json) override;
    void persist(const std::function<void()>& write) override;

    void ask_to_stop(StopReason reason);

    // Prolongs the lease, writes the progress, and stops the step if a person has cancelled or the lease is
    // lost. Throws StoreUnavailable.
    void heartbeat(Timestamp now);

    // Which ending the step's failure leads to. `jitter` in [0,1).
    Ending ending_of(const Failure& failure, Timestamp now, const RetryPolicy& policy, double jitter) const;
    // Writes it. Throws LeaseLost, StoreUnavailable.
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
