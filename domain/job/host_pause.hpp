#pragma once

#include "domain/base/time.hpp"
#include "domain/job/job.hpp"
#include "domain/job/retry.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace lectern {

// A host (Job::host) has refused to answer. No job asks it before `until`. After that one job goes first, the
// probe; the others follow when the host gives the probe a file.
struct HostPause {
    std::string host = {};
    Timestamp since{};  // of the first refusal
    Timestamp until{};
    int refusals = 0;            // in a row; those of jobs that ran at the same time count as one
    std::string reason = {};     // for the person
    std::string probe_job = {};  // the job that was claimed last after `until`; "" = none

    bool lasts(Timestamp now) const { return until > now; }
    // Nobody has asked the host for so long that its earlier refusals say nothing any more.
    bool is_past(Timestamp now) const;
};

// If a host refuses for longer than this, attempts count again, so that jobs do not wait for ever.
inline constexpr std::chrono::hours longest_host_trouble{72};

// The pause after a refusal. `before`: the pause that the host has, if it has one. Each further refusal
// makes it longer, as delay_before_next() says; a Retry-After is the shortest.
HostPause pause_after(const std::optional<HostPause>& before, const std::string& host, const Failure& failure,
                      Timestamp now, const RetryPolicy& policy, double jitter);

// Whether the refusal counts as an attempt of the job. It does if the host serves other jobs, so that a
// single file that its host cannot give out does not stay in the queue for ever: then `before` is empty at
// each refusal but the first. And it does after longest_host_trouble.
bool refusal_counts(const std::optional<HostPause>& before, const Job& job, Timestamp now);

// "(reason) Downloads from it wait until 2026-01-08 15:30:00 UTC; then one of them goes first."
std::string pause_text(const HostPause& pause);

}  // namespace lectern
