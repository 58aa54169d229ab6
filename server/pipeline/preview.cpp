#include "media/pictures/preview.hpp"

#include "media/playback/playback.hpp"
#include "server/pipeline/step_context.hpp"
#include "server/pipeline/steps.hpp"
#include "server/pipeline/work_files.hpp"
#include "storage/files/file_content.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
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
    const UniqueFd output = folder.open_work(work_file_of(job));
    storage::replace_content(output.get(), "");  // an interrupted attempt may have left a part

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
    folder.publish("work/" + work_file_of(job), made.file);
    try {
        context.persist([&] { services.previews.finish(context.lease(), made, playback, services.now()); });
    } catch (const storage::LeaseLost&) {
        // No row names this file. But if the write succeeded and only its answer was lost, the row names it,
        // and it stays.
        const auto now = services.previews.find(lecture.id);
        if (!now || !now->preview || now->preview->file != made.file) folder.trash(made.file);
        throw;
    }
    services.outbox.drain("");  // deletes the file if another job has taken the place of this one
    return {};
}

}  // namespace lectern::pipeline
