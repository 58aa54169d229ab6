#include "domain/base/random.hpp"
#include "server/pipeline/steps.hpp"
#include "storage/files/content.hpp"

namespace lectern::pipeline {

Outcome<> transcribe(const StepServices& services, jobs::StepContext& context) {
    services.lectures.begin_step(context.lease(), services.now());
    const Lecture lecture = lecture_of(services, context);
    if (!lecture.recording || !storage::exists(services.folder, *lecture.recording))
        return Failure::permanent(
            "The recording is gone. Delete this session and upload the recording again.");
    const UniqueFd recording = services.folder.open(*lecture.recording);

    media::TranscribeRequest request;
    request.recording = recording.get();
    if (storage::exists(services.folder, subtitles_file(lecture)))
        request.sidecar_subtitles = storage::read_whole(services.folder.open(subtitles_file(lecture)).get());
    request.checkpoint = context.job().checkpoint;
    request.save_checkpoint = [&](const std::string& checkpoint) { context.checkpoint(checkpoint); };
    const auto transcript = services.transcriber.transcribe(request, control_of(context));
    if (!transcript) return transcript.error();

    const std::string next_job = random_uuid();
    context.persist([&] {
        services.lectures.finish_transcription(context.lease(), *transcript, next_job, services.now());
    });
    return {};
}

}  // namespace lectern::pipeline
