#include "domain/job/host_pause.hpp"

namespace lectern {

bool HostPause::is_past(Timestamp now) const {
    return now - until > longest_host_trouble;
}

HostPause pause_after(const std::optional<HostPause>& before, const std::string& host, const Failure& failure,
                      Timestamp now, const RetryPolicy& policy, double jitter) {
    HostPause pause = before.value_or(HostPause{.host = host, .since = now});
    // Jobs that had asked before the pause began hear the same refusal.
    if (!pause.lasts(now)) ++pause.refusals;
    const Timestamp until = now + delay_before_next(pause.refusals, failure, policy, jitter);
    if (until >= pause.until) {
        pause.until = until;
        pause.reason = failure.message;
    }
    return pause;
}

bool refusal_counts(const std::optional<HostPause>& before, const Job& job, Timestamp now) {
    if (before) return now - before->since > longest_host_trouble;
    return !job.error.empty();
}

std::string pause_text(const HostPause& pause) {
    const std::string until = to_rfc3339(pause.until);  // "2026-01-08T15:30:00.000Z"
    return pause.reason + " Downloads from it wait until " + until.substr(0, 10) + " " + until.substr(11, 8) +
           " UTC; then one of them goes first.";
}

}  // namespace lectern
