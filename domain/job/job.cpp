#include "domain/job/job.hpp"

#include <array>
#include <utility>

namespace lectern {
namespace {

// The words that are stored: they never change, or old rows lose their meaning.
constexpr std::array<std::pair<JobKind, std::string_view>, 5> kind_names{{
    {JobKind::download, "download"},
    {JobKind::transcribe, "transcribe"},
    {JobKind::analyze, "analyze"},
    {JobKind::cut, "cut"},
    {JobKind::batch_download, "batch_download"},
}};

constexpr std::array<std::pair<JobState, std::string_view>, 5> state_names{{
    {JobState::queued, "queued"},
    {JobState::running, "running"},
    {JobState::succeeded, "succeeded"},
    {JobState::failed, "failed"},
    {JobState::cancelled, "cancelled"},
}};

template<class Table, class Value>
std::string_view name_of(const Table& table, Value value) {
    for (const auto& [known, name] : table) {
        if (known == value) return name;
    }
    return "unknown";
}

template<class Value, std::size_t N>
std::optional<Value> find_name(const std::array<std::pair<Value, std::string_view>, N>& table,
                               std::string_view text) {
    for (const auto& [value, name] : table) {
        if (name == text) return value;
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_text(JobKind kind) {
    return name_of(kind_names, kind);
}
std::string_view to_text(JobState state) {
    return name_of(state_names, state);
}
std::optional<JobKind> parse_job_kind(std::string_view text) {
    return find_name(kind_names, text);
}
std::optional<JobState> parse_job_state(std::string_view text) {
    return find_name(state_names, text);
}

std::string_view task_status(const Job& job) {
    switch (job.state) {
        case JobState::queued:
            return job.attempt == 0 ? "PENDING" : "RETRY";
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
