#include "domain/base/random.hpp"
#include "media/speech/transcriber.hpp"
#include "server/pipeline/step_context.hpp"
#include "server/pipeline/steps.hpp"
#include "storage/files/file_content.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/pipeline_store.hpp"

namespace lectern::pipeline {

Outcome<> transcribe(const StepServices& services, jobs::StepContext& context) {
    services.pipeline.begin_step(context.lease(), services.now());
    const Lecture lecture = lecture_of(services.lectures, context);
    const storage::StateFolder& folder = services.folder;
    if (!lecture.recording || !storage::exists(folder, lecture.recording->file))
        return Failure::permanent(
            "The recording is gone. Delete this session and upload the recording again.");
    const UniqueFd recording = folder.open(lecture.recording->file);

    media::TranscribeRequest request;
    request.recording = recording.get();
    const std::string subtitles = storage::subtitles_file(lecture.folder_name());
    if (storage::exists(folder, subtitles))
        request.sidecar_subtitles = storage::read_whole(folder.open(subtitles).get());
    request.checkpoint = context.job().checkpoint;
    request.save_checkpoint = [&](const std::string& checkpoint) { context.checkpoint(checkpoint); };
    const auto transcript = services.transcriber.transcribe(request, control_of(context));
    if (!transcript) return transcript.error();

    const std::string next_job = random_uuid();
    context.persist([&] {
        services.pipeline.finish_transcription(context.lease(), *transcript, next_job, services.now());
    });
    return {};
}

}  // namespace lectern::pipeline
