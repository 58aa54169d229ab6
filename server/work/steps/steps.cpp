#include "server/work/steps/steps.hpp"

namespace lectern::work {

std::map<JobKind, Step> all_steps(const StepServices& services) {
    const auto bind = [&services](auto step) { return [&services, step](StepContext& c) { return step(services, c); }; };
    return {{JobKind::download, bind(download)},
            {JobKind::transcribe, bind(transcribe)},
            {JobKind::analyze, bind(analyze)},
            {JobKind::cut, bind(cut)}};
}

std::string recording_file(const Lecture& lecture) { return "lectures/" + std::to_string(lecture.id) + "/recording"; }

std::string subtitles_file(const Lecture& lecture) { return "lectures/" + std::to_string(lecture.id) + "/subtitles"; }

std::string work_file(const Job& job) { return job.id; }

Lecture lecture_of(const StepServices& services, const StepContext& context) {
    const auto lecture = services.lectures.get(context.job().lecture_id.value_or(0));
    if (!lecture) throw storage::LeaseLost();
    return *lecture;
}

media::Control control_of(StepContext& context, double from, double to) {
    return {context.stop(), [&context, from, to](double done) { context.progress(from + (to - from) * done); }};
}

}  // namespace lectern::work
