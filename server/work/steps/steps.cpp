#include "server/work/steps/steps.hpp"

#include <charconv>

namespace lectern::work {

std::map<JobKind, Step> all_steps(const StepServices& services) {
    const auto bind = [&services](auto step) {
        return [&services, step](StepContext& c) { return step(services, c); };
    };
    return {{JobKind::download, bind(download)},
            {JobKind::transcribe, bind(transcribe)},
            {JobKind::analyze, bind(analyze)},
            {JobKind::cut, bind(cut)}};
}

std::string recording_file(const Lecture& lecture) {
    return "lectures/" + std::to_string(lecture.id) + "/recording";
}

std::string subtitles_file(const Lecture& lecture) {
    return "lectures/" + std::to_string(lecture.id) + "/subtitles";
}

std::string work_file(const Job& job) {
    return job.kind == JobKind::download ? "download-" + std::to_string(job.lecture_id.value_or(0))
                                         : "cut-" + job.id;
}

bool work_file_wanted(const StepServices& services, const std::set<std::string>& open_jobs,
                      const std::string& name) {
    if (name.starts_with("cut-")) return open_jobs.contains(name.substr(4));
    // Also of a failed lecture: a retry goes on with it.
    std::int64_t id = 0;
    const char* const digits = name.c_str() + name.find('-') + 1;
    std::from_chars(digits, name.c_str() + name.size(), id);
    const auto lecture = services.lectures.get(id);
    return lecture && !lecture->recording;
}

Lecture lecture_of(const StepServices& services, const StepContext& context) {
    const auto lecture = services.lectures.get(context.job().lecture_id.value_or(0));
    if (!lecture) throw storage::LeaseLost();
    return *lecture;
}

media::Control control_of(StepContext& context, double from, double to) {
    return {context.stop(),
            [&context, from, to](double done) { context.progress(from + (to - from) * done); }};
}

}  // namespace lectern::work
