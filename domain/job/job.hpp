#pragma once

#include "domain/base/time.hpp"
#include "domain/job/kinds.hpp"
#include "domain/job/priority.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

enum class JobState { queued, running, succeeded, failed, cancelled };
inline constexpr std::array job_states{JobState::queued, JobState::running, JobState::succeeded,
                                       JobState::failed, JobState::cancelled};

std::string_view to_text(JobState state);
std::optional<JobState> parse_job_state(std::string_view text);

// One durable unit of background work.
struct Job {
    std::string id;  // UUID
    JobKind kind;
    JobState state = JobState::queued;
    JobPriority priority = JobPriority::background;
    std::string serial_key;  // see domain/job/serial_key.hpp; only old jobs have none ("")
    std::optional<std::int64_t> lecture_id;
    std::optional<std::int64_t> snippet_id;
    std::string host;        // the host that the job downloads from; "" = none
    std::string payload;     // JSON; its meaning depends on the kind
    std::string checkpoint;  // JSON, written by the step; where the next attempt continues
    int attempt = 0;         // counted when an attempt begins: 1 in the first
    int max_attempts = 5;
    double progress = 0;  // 0..1 of this step
    std::string error;    // for the person; "" if there is none
    std::string result;   // "Processed 1 videos."
    bool cancel_requested = false;
    std::string lease_token;  // "" unless running
    Timestamp run_at{};       // the job is not claimed before this time
    Timestamp created_at{};
    Timestamp updated_at{};
};

inline bool is_open(JobState state) {
    return state == JobState::queued || state == JobState::running;
}

// The statuses of GET /snippets/tasks/{id}: PENDING, STARTED, RETRY, SUCCESS, FAILURE, REVOKED.
std::string_view task_status(JobState state, int attempt);
inline std::string_view task_status(const Job& job) {
    return task_status(job.state, job.attempt);
}

}  // namespace lectern
