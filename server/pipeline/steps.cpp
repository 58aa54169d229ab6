#include "server/pipeline/steps.hpp"

#include "storage/batches/batch_rows.hpp"
#include "storage/files/beneath.hpp"
#include "storage/files/layout.hpp"

#include <charconv>

namespace lectern::pipeline {

std::map<JobKind, jobs::Step> all_steps(const StepServices& services) {
    const auto bind = [&services](auto step) {
        return [&services, step](jobs::StepContext& c) { return step(services, c); };
    };
    return {{JobKind::download, bind(download)},
            {JobKind::transcribe, bind(transcribe)},
            {JobKind::analyze, bind(analyze)},
            {JobKind::cut, bind(cut)},
            {JobKind::batch_download, bind(batch_download)}};
}

std::string recording_file(const Lecture& lecture) {
    return storage::recording_file(lecture.id);
}

std::string subtitles_file(const Lecture& lecture) {
    return storage::subtitles_file(lecture.id);
}

std::string work_file(const Job& job) {
    if (job.kind == JobKind::batch_download) return storage::last_part_of(storage::task_work_file(job.id));
    return job.kind == JobKind::download ? storage::download_work_file(job.lecture_id.value_or(0))
                                         : storage::cut_work_file(job.id);
}

bool work_file_wanted(const StepServices& services, storage::JobStore& jobs, const std::string& name) {
    constexpr std::size_t uuid_length = 36;
    if (name.starts_with("task-")) return services.batches.work_file_wanted(name.substr(5, uuid_length));
    if (name.starts_with("cut-")) return jobs.has_open(name.substr(4));
    // Also of a failed lecture: a retry goes on with it.
    std::int64_t id = 0;
    const char* const digits = name.c_str() + name.find('-') + 1;
    std::from_chars(digits, name.c_str() + name.size(), id);
    const auto lecture = services.lectures.get(id);
    return lecture && !lecture->recording;
}

Lecture lecture_of(const StepServices& services, const jobs::StepContext& context) {
    const auto lecture = services.lectures.get(context.job().lecture_id.value_or(0));
    if (!lecture) throw storage::LeaseLost();
    return *lecture;
}

media::Control control_of(jobs::StepContext& context, double from, double to) {
    return {context.stop(),
            [&context, from, to](double done) { context.progress(from + (to - from) * done); }};
}

}  // namespace lectern::pipeline
