#include "domain/job/job.hpp"

#include <array>
#include <utility>

namespace lectern {
namespace {

// These words are stored in rows, so they must never change.
constexpr std::array<std::pair<JobState, std::string_view>, 5> state_names{{
    {JobState::queued, "queued"},
    {JobState::running, "running"},
    {JobState::succeeded, "succeeded"},
    {JobState::failed, "failed"},
    {JobState::cancelled, "cancelled"},
}};

}  // namespace

std::string_view to_text(JobState state) {
    for (const auto& [known, name] : state_names)
        if (known == state) return name;
    return "unknown";
}

std::optional<JobState> parse_job_state(std::string_view text) {
    for (const auto& [state, name] : state_names)
        if (name == text) return state;
    return std::nullopt;
}

std::string_view task_status(JobState state, int attempt) {
    switch (state) {
        case JobState::queued:
            return attempt == 0 ? "PENDING" : "RETRY";
        case JobState::running:
            return "STARTED";
        case JobState::succeeded:
            return "SUCCESS";
        case JobState::failed:
            return "FAILURE";
        case JobState::cancelled:
            return "REVOKED";
    }
    return "PENDING";
}

}  // namespace lectern
