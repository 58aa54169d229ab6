// How a claimed job runs, how its lease is kept meanwhile, and how the store learns of its end.
#include "domain/base/disk_full.hpp"
#include "server/jobs/runner_impl.hpp"
#include "server/log.hpp"
#include "storage/files/state_folder.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace lectern::jobs {
namespace {

Failure disk_full(const std::exception& error) {
    return {FailureKind::storage_full, "The server's disk is full.", error.what(), {}};
}

Outcome<> call(const Step& step, ClaimedJob& job) {
    try {
        return step(job);
    } catch (const storage::LeaseLost& lost) {
        job.ask_to_stop(StopReason::lease_lost);
        return Failure::cancelled();
    } catch (const storage::StoreUnavailable& error) {
        if (error.full) return disk_full(error);
        return Failure::transient("The server's database did not answer.", error.what());
    } catch (const storage::StorageFull& full) {
        return disk_full(full);
    } catch (const std::system_error& error) {
        if (means_disk_full(error.code())) return disk_full(error);
        return Failure::transient("Something went wrong in the server.", error.what());
    } catch (const std::exception& error) {
        return Failure::transient("Something went wrong in the server.", error.what());
    } catch (...) {
        return Failure::transient("Something went wrong in the server.", "an exception of unknown type");
    }
}

}  // namespace

void Runner::Impl::run(ClaimedJob& job, std::stop_token executor_stop) {
    Outcome<> outcome = Failure::cancelled();
    {
        const std::stop_callback forward(std::move(executor_stop),
                                         [&] { job.ask_to_stop(StopReason::shutdown); });
        if (!job.stop().stop_requested()) outcome = call(steps_.at(job.job().kind), job);
    }
    Ending ending{Ending::Kind::verify};
    if (outcome.has_error()) {
        const Failure& failure = outcome.error();
        log::warn("job {}: {} did not succeed: {} ({})", job.job().id, to_text(job.job().kind),
                  failure.message, failure.detail);
        ending = job.ending_of(failure, wall_now(), options_.retry, jitter());
    }
    try {
        write(job, ending);
    } catch (const std::exception& error) {
        // The worker is needed for other work; the lease is kept until the store has taken this.
        log::warn("job {}: its outcome is written later: {}", job.job().id, error.what());
        leave_to_keeper(job, std::move(ending), false);
    }
}

// Tells the store how the job ended and forgets it. Throws when the store is away.
void Runner::Impl::write(ClaimedJob& job, const Ending& ending) {
    try {
        job.write(ending, wall_now(), options_.retry, jitter());
        if (ending.kind == Ending::Kind::fail) {
            log::info("job {}: now {}", job.job().id, to_text(ending.decision.state));
        }
    } catch (const storage::LeaseLost&) {
        log::info("job {}: its lease is over, nothing is written", job.job().id);
    }
    // In this order: whoever waits for the end of all runs may destroy what the callback uses.
    tell(job.job());
    const std::lock_guard lock(mutex_);
    runs_.erase(&job);
    woken_ = true;
    to_claim_.notify_one();
    ended_.notify_all();
}

void Runner::Impl::leave_to_keeper(const ClaimedJob& job, Ending ending, bool at_once) {
    const std::lock_guard lock(mutex_);
    runs_.at(&job).ending = std::move(ending);
    if (at_once) {
        to_settle_ = true;
        to_keep_.notify_one();
    }
    ended_.notify_all();
}

void Runner::Impl::keep() {
    Outage outage("job leases");
    auto next_beat = Clock::now() + options_.heartbeat;
    std::unique_lock lock(mutex_);
    while (true) {
        to_keep_.wait_until(lock, next_beat, [this] { return closing_ || to_settle_; });
        const bool last = closing_;
        const bool beat = Clock::now() >= next_beat;
        to_settle_ = false;
        std::vector<Run> runs;
        for (const auto& [key, run] : runs_)
            runs.push_back(run);
        lock.unlock();
        try {
            if (beat) jobs_.keep_claim();
            // Only after our own leases are fresh: an outage must not make us take work away from ourselves.
            if (keep_all(runs, beat) && beat) jobs_.recover_expired(wall_now());
            if (beat) outage.over();
        } catch (const std::exception& error) {
            outage.failed(error.what());
        }
        runs.clear();
        lock.lock();
        if (last) return;
        if (beat) next_beat = Clock::now() + options_.heartbeat;
    }
}

// True if every lease is prolonged. Throws StoreUnavailable at the first job that meets it: the others would
// only wait for the same answer.
bool Runner::Impl::keep_all(const std::vector<Run>& runs, bool beat) {
    bool all = true;
    for (const Run& run : runs) {
        try {
            if (run.ending) {
                write(*run.job, *run.ending);
            } else if (beat && run.job->heartbeat(wall_now())) {
                tell(run.job->job());
            }
        } catch (const storage::StoreUnavailable&) {
            throw;
        } catch (const std::exception& error) {
            log::error("job {}: its lease could not be kept: {}", run.job->job().id, error.what());
            all = false;
        }
    }
    return all;
}

void Runner::Impl::tell(const Job& job) {
    if (!on_change_) return;
    try {
        on_change_(job);
    } catch (const std::exception& error) {
        log::error("job {}: a listener threw: {}", job.id, error.what());
    }
}

double Runner::Impl::jitter() {
    const std::lock_guard lock(random_mutex_);
    return std::uniform_real_distribution<>(0, 1)(random_);
}

}  // namespace lectern::jobs
