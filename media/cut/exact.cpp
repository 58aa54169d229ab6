#include "media/av/error.hpp"
#include "media/av/video_rotation.hpp"
#include "media/cut/audio_feed.hpp"
#include "media/cut/clip_encoder.hpp"
#include "media/cut/frame_shaper.hpp"
#include "media/cut/frames/clip_frames.hpp"
#include "media/cut/modes.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

namespace {

constexpr int quality = 20;
constexpr double audio_ahead = 0.5;

// What is seen of a frame; even.
int height_of(const AVFrame& frame, bool lying) {
    return (lying ? frame.width : frame.height) & ~1;
}

ClipVideoFormat format_like(const AVStream& stream, const AVFrame& first, bool lying, int most_height,
                            const FrameColours& colours) {
    ClipVideoFormat format;
    format.width = (lying ? first.height : first.width) & ~1;
    format.height = height_of(first, lying);
    if (format.width < 2 || format.height < 2)
        fail(Failure::permanent("The video of the recording is too small."));
    if (first.sample_aspect_ratio.num > 0) {
        format.aspect = lying ? av_inv_q(first.sample_aspect_ratio) : first.sample_aspect_ratio;
    }
    if (most_height > 0 && format.height > most_height) {
        // In square pixels: they are new ones anyway.
        const double pixel = format.aspect.num > 0 && format.aspect.den > 0 ? av_q2d(format.aspect) : 1;
        const double width = format.width * pixel * most_height / format.height;
        format.width = std::max(2, static_cast<int>(std::lround(width / 2)) * 2);
        format.height = most_height;
        format.aspect = {1, 1};
    }
    if (stream.avg_frame_rate.num > 0) format.fps = stream.avg_frame_rate;
    if (is_interlaced(stream)) format.fps.num *= 2;
    format.quality = quality;
    format.space = colours.matrix;
    format.primaries = colours.primaries;
    format.transfer = colours.transfer;
    return format;
}

// A frame may stand for hours, and lasts at most INT_MAX ticks of the track.
AVRational unit_of_track(AVRational of_frames) {
    constexpr AVRational shortest{1, 200'000};
    return av_cmp_q(of_frames, shortest) < 0 ? AVRational{1, 90'000} : of_frames;
}

}  // namespace

CutResult cut_exact(const CutJob& job) {
    Recording recording = open_media(job.request.source_fd, job.limits, job.control);
    const AVStream& stream = *recording.video();
    recording.read_only({&stream});
    ClipFrames frames(recording, job.request.start, job.request.end);
    const AVFrame* frame = frames.next();
    if (frame == nullptr) {
        fail(Failure::permanent("The recording has no video there: it may be cut off.", "no frame"));
    }

    const AVFrame& first = *frame;
    const Orientation orientation = video_orientation(stream);
    const FrameColours colours = colours_to_keep(colours_of(first));
    ClipVideoFormat format =
        format_like(stream, first, orientation.lying(), job.request.most_height, colours);
    const bool smaller = format.height < height_of(first, orientation.lying());
    const AVRational unit = unit_of_track(frames.time_base());
    format.time_base = unit;
    format.threads = encoder_threads(job.request);
    format.keyframe_seconds = job.request.keyframe_seconds;
    format.seconds = job.length();
    FrameShaper shaper({format.width, format.height, !smaller, Fit::fit, 0, colours}, orientation);
    std::optional<ClipAudioFormat> audio_format;
    if (recording.audio() != nullptr) audio_format = audio_format_like(*recording.audio());
    ClipEncoder encoder(job.request.output_fd, format, audio_format, job.control, job.request.grow);
    std::optional<AudioFeed> audio;
    if (audio_format) audio.emplace(job, *audio_format, job.request.start);
    const auto to_encoder = [&](std::span<const float> samples) { encoder.put_audio(samples); };

    std::int64_t last = -1;
    for (; frame != nullptr; frame = frames.next()) {
        const std::int64_t at = av_rescale_q(frames.at(), frames.time_base(), unit);
        if (at > last) encoder.put_frame(shaper.shape(frame), at);
        last = at;
        if (audio) audio->until(frames.seconds() + audio_ahead, to_encoder);
        job.progress(frames.seconds() / job.length());
    }
    if (audio) audio->rest(to_encoder);
    encoder.finish(av_rescale_q(frames.length(), frames.time_base(), unit));
    return {job.request.start, job.length(), audio.has_value()};
}

}  // namespace lectern::media
