#include "server/jobs/claimed_job.hpp"

#include "server/log.hpp"
#include "server/wall_clock.hpp"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace lectern::jobs {
namespace {

using namespace std::chrono_literals;

constexpr auto first_pause = 50ms;
constexpr auto longest_pause = 2000ms;

}  // namespace

ClaimedJob::ClaimedJob(storage::JobStore& jobs, Job job, Clock::time_point leased_from,
                       std::chrono::milliseconds lease)
    : jobs_(jobs),
      job_(std::move(job)),
      lease_(lease),
      lease_until_(leased_from + lease),
      progress_(job_.progress) {
    if (job_.cancel_requested) ask_to_stop(StopReason::cancelled);
}

void ClaimedJob::progress(double fraction) {
    if (!std::isnan(fraction)) progress_ = std::clamp(fraction, 0.0, 1.0);
}

void ClaimedJob::checkpoint(const std::string& json) {
    persist([&] { jobs_.save_checkpoint(lease(), json, wall_now()); });
}

void ClaimedJob::persist(const std::function<void()>& write) {
    std::mutex mutex;
    std::condition_variable_any stop_or_time;
    for (std::chrono::milliseconds pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
        try {
            return write();
        } catch (const storage::LeaseLost&) {
            ask_to_stop(StopReason::lease_lost);
            throw;
        } catch (const storage::StoreUnavailable& error) {
            // A full disk stays full for longer than these pauses, and a step that is asked to stop must not
            // wait.
            if (error.full || stop_.stop_requested() || Clock::now() + pause >= lease_until_.load()) throw;
            log::warn("job {}: the store is unavailable, the write is repeated: {}", job_.id, error.what());
        }
        std::unique_lock lock(mutex);
        stop_or_time.wait_for(lock, stop_.get_token(), pause, [] { return false; });
    }
}

void ClaimedJob::host_answers() {
    persist([&] { jobs_.host_answers(job_.host, wall_now()); });
}

void ClaimedJob::ask_to_stop(StopReason reason) {
    StopReason seen = reason_;
    while (seen < reason && !reason_.compare_exchange_weak(seen, reason)) {
    }
    stop_.request_stop();
}

void ClaimedJob::heartbeat(Timestamp now) {
    const auto before = Clock::now();
    const double progress = progress_;
    try {
        const auto answer = jobs_.heartbeat(lease(), progress, now, lease_);
        lease_until_ = before + lease_;
        if (answer.cancel_requested) ask_to_stop(StopReason::cancelled);
    } catch (const storage::LeaseLost&) {
        // This also happens if the step has just written its success. Stopping it then changes nothing.
        ask_to_stop(StopReason::lease_lost);
    }
}

Ending ClaimedJob::ending_of(const Failure& failure, Timestamp now, const RetryPolicy& policy,
                             double jitter) const {
    switch (reason_.load()) {
        case StopReason::lease_lost:
            return {Ending::Kind::drop};
        case StopReason::cancelled:
            return {Ending::Kind::fail, after_failure(job_, Failure::cancelled(), now, policy, jitter)};
        // The program interrupted the step, so its failure does not count against the job.
        case StopReason::shutdown:
            return {Ending::Kind::hand_back};
        case StopReason::none:
            break;
    }
    if (failure.kind == FailureKind::cancelled) {
        // Nobody cancelled the job, so it must not end as cancelled.
        const auto interrupted = Failure::transient("The work was interrupted.", "the step cancelled itself");
        return {Ending::Kind::fail, after_failure(job_, interrupted, now, policy, jitter)};
    }
    if (failure.kind == FailureKind::host_refuses && !job_.host.empty())
        return {Ending::Kind::pause_host, {}, failure};
    return {Ending::Kind::fail, after_failure(job_, failure, now, policy, jitter), failure};
}

void ClaimedJob::write(const Ending& ending, Timestamp now, const RetryPolicy& policy, double jitter) {
    switch (ending.kind) {
        case Ending::Kind::drop:
            return;
        case Ending::Kind::hand_back:
            return jobs_.hand_back(lease(), now);
        case Ending::Kind::fail:
            // To say that there is no such file is an answer, too. If this write fails, both are repeated.
            if (ending.failure.kind == FailureKind::permanent) jobs_.host_answers(job_.host, now);
            return jobs_.fail(lease(), ending.decision, now);
        case Ending::Kind::pause_host:
            return jobs_.pause_host(lease(), ending.failure, policy, jitter, now);
        case Ending::Kind::verify: {
            const auto stored = jobs_.get(job_.id);
            if (!stored || stored->state != JobState::running || stored->lease_token != job_.lease_token)
                return;
            log::error("job {}: its {} step succeeded without writing an outcome", job_.id,
                       to_text(job_.kind));
            const auto nothing = Failure::transient("The work ended without a result.");
            return jobs_.fail(lease(), after_failure(job_, nothing, now, policy, jitter), now);
        }
    }
}

}  // namespace lectern::jobs
