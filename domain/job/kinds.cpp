#include "domain/job/kinds.hpp"

#include <algorithm>
#include <stdexcept>

namespace lectern {
namespace {

std::optional<JobKindRow> extra_row;

template<class Condition>
const JobKindRow* find_row(const Condition& condition) {
    const auto found = std::ranges::find_if(job_kinds, condition);
    if (found != job_kinds.end()) return &*found;
    return extra_row && condition(*extra_row) ? &*extra_row : nullptr;
}

}  // namespace

const JobKindRow& about(JobKind kind) {
    const auto index = static_cast<std::size_t>(kind);
    if (index < job_kinds.size()) return job_kinds[index];
    if (extra_row && kind == extra_row->kind) return *extra_row;
    throw std::logic_error("unknown kind of job: " + std::to_string(index));
}

const PipelineStep& pipeline_step(JobKind kind) {
    const JobKindRow& row = about(kind);
    if (!row.pipeline) throw std::logic_error(std::string(row.name) + " is no step of the pipeline");
    return *row.pipeline;
}

std::string_view to_text(JobKind kind) {
    return about(kind).name;
}

std::string_view to_text(JobScope scope) {
    switch (scope) {
        case JobScope::pipeline:
            return "pipeline";
        case JobScope::clip:
            return "clip";
        case JobScope::lecture_extra:
            return "lecture_extra";
        case JobScope::batch:
            return "batch";
    }
    throw std::logic_error("unknown scope of jobs");
}

std::optional<JobKind> parse_job_kind(std::string_view text) {
    const auto* row = find_row([&](const JobKindRow& candidate) { return candidate.name == text; });
    if (!row) return std::nullopt;
    return row->kind;
}

std::string work_file_name(JobKind kind, std::string_view id) {
    const JobKindRow& row = about(kind);
    if (row.work_file.kept_for == WorkFile::KeptFor::nothing)
        throw std::logic_error(std::string(row.name) + " keeps no work file");
    return std::string(row.work_file.prefix) + "-" + std::string(id);
}

std::optional<WorkFileName> parse_work_file_name(std::string_view name) {
    const auto dash = name.find('-');
    if (dash == std::string_view::npos || dash == 0) return std::nullopt;
    const auto* row = find_row(
        [&](const JobKindRow& candidate) { return candidate.work_file.prefix == name.substr(0, dash); });
    if (!row) return std::nullopt;
    const std::string_view rest = name.substr(dash + 1);
    return WorkFileName{row->kind, std::string(rest.substr(0, rest.find('.')))};
}

ExtraJobKind::ExtraJobKind(const JobKindRow& row) {
    if (extra_row || row.kind != kind) throw std::logic_error("one extra kind of job at a time");
    extra_row = row;
}

ExtraJobKind::~ExtraJobKind() {
    extra_row.reset();
}

}  // namespace lectern
