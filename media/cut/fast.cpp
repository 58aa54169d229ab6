#include "media/av/error.hpp"
#include "media/cut/clip_audio.hpp"
#include "media/cut/copy/audio_copy.hpp"
#include "media/cut/copy/video_copy.hpp"
#include "media/cut/copy/video_track.hpp"
#include "media/cut/modes.hpp"

namespace lectern::media {

namespace {

CutResult cut_copying_video(const CutJob& job, bool copy_audio) {
    Recording recording = job.open_anywhere();
    recording.context()->flags |= AVFMT_FLAG_GENPTS;
    const AVStream* video = recording.video();
    const std::int64_t end = recording.to_timestamp(video, job.request.end);
    VideoCopy copy(recording, job.request.start, end);
    const double start = recording.to_seconds(video, copy.first());
    const double length = job.request.end - start;
    Mp4Writer writer(job.request.output_fd, job.control, job.request.grow);
    writer.add_copy(video);
    VideoTrack track(writer, clip_video_track, video->time_base, end - copy.first());
    std::optional<SideBySide> both;
    std::unique_ptr<ClipAudio> audio;
    if (recording.audio() != nullptr && !copy_audio) {
        audio = encoded_audio(job, *recording.audio(), start, writer);
    } else if (are_side_by_side(recording, start, job.request.end)) {
        both.emplace(recording, start - AudioCopy::lead);
        copy.read_from(*both);
        audio = copied_audio(job, recording, *both, start, writer);
    } else if (recording.audio() != nullptr) {
        audio = copied_audio(job, start, writer);
    }
    start_tracks(writer, length, audio != nullptr && copy_audio);

    while (Packet packet = copy.next()) {
        const double at = recording.to_seconds(video, packet->dts) - start;
        retime(packet.get(), copy.first());
        track.put(packet.get());
        if (audio) audio->write_until(at);
        job.progress(at / length);
    }
    track.finish();
    if (audio) audio->finish();
    writer.finish(length);
    return {start, length, audio != nullptr, CutMethod::copied};
}

}  // namespace

CutResult cut_fast(const CutJob& job) {
    return cut_copying_video(job, true);
}

CutResult cut_fast_with_new_audio(const CutJob& job) {
    return cut_copying_video(job, false);
}

}  // namespace lectern::media
