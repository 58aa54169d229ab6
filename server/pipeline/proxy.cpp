#include "media/cut/cut.hpp"
#include "server/pipeline/made_file.hpp"
#include "server/pipeline/step_context.hpp"
#include "server/pipeline/steps.hpp"
#include "server/pipeline/work_files.hpp"
#include "storage/files/file_content.hpp"
#include "storage/files/layout.hpp"
#include "storage/jobs/job_store.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/proxy_store.hpp"

namespace lectern::pipeline {
namespace {

constexpr int height = 540;             // pixels
constexpr double keyframe_seconds = 2;  // so that a seek is quick
constexpr double bytes_a_second = 200'000;

}  // namespace

Outcome<> proxy(const StepServices& services, jobs::StepContext& context) {
    const Job& job = context.job();
    const Lecture lecture = lecture_of(services.lectures, context);
    const storage::StateFolder& folder = services.folder;
    if (!lecture.recording || !storage::exists(folder, lecture.recording->file))
        return Failure::permanent("The recording is gone.");
    if (!lecture.duration) return Failure::permanent("The length of the recording is not known.");
    const UniqueFd recording = folder.open(lecture.recording->file);
    const UniqueFd output = open_new_work(folder, work_file_of(job));
    folder.reserve(static_cast<std::int64_t>(*lecture.duration * bytes_a_second));

    const EncoderThreads::Share share(services.encoder_threads,
                                      services.jobs.waiting(JobKind::cut, services.now()));
    media::CutRequest request;
    request.source_fd = recording.get();
    request.output_fd = output.get();
    request.end = *lecture.duration;
    request.mode = media::CutMode::exact;
    request.most_height = height;
    request.keyframe_seconds = keyframe_seconds;
    request.encoder_threads = share.threads();
    request.grow = room_in(folder);
    const auto report = media::cut(request, services.limits, control_of(context));
    if (!report) return report.error();

    const RecordingFile made{storage::lecture_extra_file(lecture.folder_name(), job.kind, job.id),
                             storage::size_of(output.get()), storage::sha256_of(output.get()),
                             services.now()};
    publish_made_file(
        services, context, made.file, [&] { services.proxies.finish(context.lease(), made, services.now()); },
        [&] {
            const auto now = services.proxies.find(lecture.id);
            return now && now->proxy && now->proxy->file && now->proxy->file->file == made.file;
        });
    return {};
}

}  // namespace lectern::pipeline
