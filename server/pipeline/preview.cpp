#include "media/pictures/preview.hpp"

#include "media/playback/playback.hpp"
#include "server/pipeline/made_file.hpp"
#include "server/pipeline/step_context.hpp"
#include "server/pipeline/steps.hpp"
#include "server/pipeline/work_files.hpp"
#include "storage/files/file_content.hpp"
#include "storage/files/layout.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/preview_store.hpp"

namespace lectern::pipeline {
namespace {

// The recordings of earlier versions came in without it.
std::optional<Playback> missing_playback(const StepServices& services, const Lecture& lecture,
                                         int recording) {
    if (lecture.playback) return std::nullopt;
    const auto found = media::playback_of(recording, services.limits, {});
    return found ? std::optional(*found) : std::nullopt;
}

}  // namespace

Outcome<> preview(const StepServices& services, jobs::StepContext& context) {
    const Job& job = context.job();
    const Lecture lecture = lecture_of(services.lectures, context);
    const storage::StateFolder& folder = services.folder;
    if (!lecture.recording || !storage::exists(folder, lecture.recording->file))
        return Failure::permanent("The recording is gone.");
    const UniqueFd recording = folder.open(lecture.recording->file);
    const UniqueFd output = open_new_work(folder, work_file_of(job));

    std::int64_t end = 0;
    media::PreviewRequest request;
    request.recording = recording.get();
    request.duration = lecture.duration.value_or(0);
    request.longest = static_cast<double>(services.longest_recording.count());
    request.write = [&](std::string_view bytes) {
        folder.reserve(static_cast<std::int64_t>(bytes.size()));
        storage::write_at(output.get(), bytes, end);
        end += static_cast<std::int64_t>(bytes.size());
    };
    const auto parts = media::make_preview(request, services.limits, control_of(context));
    if (!parts) return parts.error();

    Preview made;
    made.file = storage::lecture_extra_file(lecture.folder_name(), job.kind, job.id);
    made.bytes = end;
    made.sha256 = storage::sha256_of(output.get());
    made.parts = *parts;
    made.made_at = services.now();
    const auto playback = missing_playback(services, lecture, recording.get());
    publish_made_file(
        services, context, made.file,
        [&] { services.previews.finish(context.lease(), made, playback, services.now()); },
        [&] {
            const auto now = services.previews.find(lecture.id);
            return now && now->preview && now->preview->file == made.file;
        });
    return {};
}

}  // namespace lectern::pipeline
