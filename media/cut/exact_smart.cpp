#include "media/cut/clip_audio.hpp"
#include "media/cut/copy/audio_copy.hpp"
#include "media/cut/joined_video.hpp"
#include "media/cut/modes.hpp"

namespace lectern::media {

namespace {

// In MP4, only of this kind all browsers play every sample at its place.
bool may_copy(const AVStream& audio) {
    return audio.codecpar->codec_id == AV_CODEC_ID_AAC && audio.codecpar->profile == FF_PROFILE_AAC_LOW;
}

CutResult cut_joined(const CutJob& job, bool copy_audio) {
    JoinedVideo video(job, {});
    const AVStream* sound = video.recording().audio();
    if (copy_audio && sound != nullptr && !may_copy(*sound))
        throw AudioRefused(Failure::permanent("The audio cannot be copied.", "its format"));
    video.prepare();
    Mp4Writer writer(job.request.output_fd, job.control, job.request.grow);
    std::unique_ptr<ClipAudio> audio;
    video.add_to(writer, [&](double at) {
        if (audio) audio->write_until(at);
        job.progress(at / job.length());
    });
    if (sound != nullptr) {
        audio = copy_audio ? copied_audio(job, job.request.start, writer)
                           : encoded_audio(job, *sound, job.request.start, writer);
    }
    start_tracks(writer, job.length(), audio != nullptr && copy_audio);
    while (const AVFrame* frame = video.next())
        video.encode(frame, video.at());
    video.copy_rest();
    if (audio) audio->finish();
    writer.finish(job.length());
    return video.result(audio != nullptr);
}

}  // namespace

CutResult cut_exact_smart(const CutJob& job) {
    return cut_joined(job, true);
}

CutResult cut_exact_smart_with_new_audio(const CutJob& job) {
    return cut_joined(job, false);
}

}  // namespace lectern::media
