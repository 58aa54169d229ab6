#include "server/pipeline/steps.hpp"

#include "storage/files/layout.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace lectern::pipeline {

namespace {

struct StepOfKind {
    JobKind kind;
    Outcome<> (*step)(const StepServices& services, jobs::StepContext& context);
};

constexpr std::array steps{
    StepOfKind{JobKind::download, &download},
    StepOfKind{JobKind::transcribe, &transcribe},
    StepOfKind{JobKind::analyze, &analyze},
    StepOfKind{JobKind::cut, &cut},
    StepOfKind{JobKind::batch_download, &batch_download},
};

constexpr bool each_kind_has_one_step() {
    for (const JobKindRow& row : job_kinds)
        if (std::ranges::count(steps, row.kind, &StepOfKind::kind) != 1) return false;
    return steps.size() == job_kinds.size();
}
static_assert(each_kind_has_one_step());

}  // namespace

std::map<JobKind, jobs::Step> all_steps(const StepServices& services) {
    std::map<JobKind, jobs::Step> all;
    for (const StepOfKind& row : steps)
        all[row.kind] = [&services, step = row.step](jobs::StepContext& context) {
            return step(services, context);
        };
    return all;
}

void place_kinds(jobs::Runner::Options& options, jobs::Executor& transfers) {
    for (const JobKindRow& row : job_kinds) {
        if (row.at_once > 0) options.at_once[row.kind] = row.at_once;
        if (row.pool == JobPool::transfers) options.elsewhere[row.kind] = &transfers;
    }
}

std::string recording_file(const Lecture& lecture) {
    return storage::recording_file(lecture.id);
}

std::string subtitles_file(const Lecture& lecture) {
    return storage::subtitles_file(lecture.id);
}

std::string work_file(const Job& job) {
    const bool of_lecture = about(job.kind).work_file.kept_for == WorkFile::KeptFor::recording;
    return work_file_name(job.kind, of_lecture ? std::to_string(job.lecture_id.value_or(0)) : job.id);
}

bool work_file_wanted(const StepServices& services, storage::JobStore& jobs, const std::string& name) {
    const auto file = parse_work_file_name(name);
    if (!file) return false;
    switch (about(file->kind).work_file.kept_for) {
        case WorkFile::KeptFor::nothing:
            return false;
        case WorkFile::KeptFor::job:
            return jobs.has_open(file->id);
        case WorkFile::KeptFor::task:
            return services.batches.work_file_wanted(file->id);
        case WorkFile::KeptFor::recording: {
            std::int64_t id = 0;
            std::from_chars(file->id.data(), file->id.data() + file->id.size(), id);
            const auto lecture = services.lectures.get(id);
            return lecture && !lecture->recording;
        }
    }
    return false;
}

Lecture lecture_of(const StepServices& services, const jobs::StepContext& context) {
    const auto lecture = services.lectures.get(context.job().lecture_id.value_or(0));
    if (!lecture) throw storage::LeaseLost();
    return *lecture;
}

WorkControl control_of(jobs::StepContext& context, double from, double to) {
    return {context.stop(),
            [&context, from, to](double done) { context.progress(from + (to - from) * done); }};
}

}  // namespace lectern::pipeline
