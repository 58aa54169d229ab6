#include "server/jobs/lease_keeper.hpp"

#include "server/jobs/store_outage.hpp"
#include "server/log.hpp"
#include "server/wall_clock.hpp"

#include <utility>

#include <pthread.h>

namespace lectern::jobs {

LeaseKeeper::LeaseKeeper(storage::JobStore& jobs, ClaimedJobs& claimed, std::chrono::milliseconds heartbeat,
                         WriteEnding write_ending)
    : jobs_(jobs), claimed_(claimed), heartbeat_(heartbeat), write_ending_(std::move(write_ending)) {}

void LeaseKeeper::start() {
    thread_ = std::thread([this] { keep(); });
    pthread_setname_np(thread_.native_handle(), "job-leases");
}

void LeaseKeeper::settle() {
    const std::lock_guard lock(mutex_);
    to_settle_ = true;
    woken_.notify_one();
}

void LeaseKeeper::close() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
        woken_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void LeaseKeeper::keep() {
    StoreOutage outage("job leases");
    auto next_beat = Clock::now() + heartbeat_;
    std::unique_lock lock(mutex_);
    while (true) {
        woken_.wait_until(lock, next_beat, [this] { return closing_ || to_settle_; });
        const bool last = closing_;
        const bool beat = Clock::now() >= next_beat;
        to_settle_ = false;
        lock.unlock();
        try {
            if (beat) jobs_.keep_claim();
            // Only after all leases of this process were extended: after an outage they may have expired, and
            // this process must not take its own jobs away from itself.
            if (keep_all(beat) && beat) jobs_.recover_expired(wall_now());
            if (beat) outage.over();
        } catch (const std::exception& error) {
            outage.failed(error.what());
        }
        lock.lock();
        if (last) return;
        if (beat) next_beat = Clock::now() + heartbeat_;
    }
}

// True if every lease was extended. Throws StoreUnavailable at the first job that gets it: the other jobs
// would get it, too.
bool LeaseKeeper::keep_all(bool beat) {
    bool all = true;
    for (const ClaimedJobs::Entry& entry : claimed_.all()) {
        try {
            if (entry.ending) {
                write_ending_(*entry.job, *entry.ending);
            } else if (beat) {
                entry.job->heartbeat(wall_now());
            }
        } catch (const storage::StoreUnavailable&) {
            throw;
        } catch (const std::exception& error) {
            log::error("job {}: its lease could not be extended: {}", entry.job->job().id, error.what());
            all = false;
        }
    }
    return all;
}

}  // namespace lectern::jobs
