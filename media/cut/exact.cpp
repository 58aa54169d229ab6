#include "media/av/error.hpp"
#include "media/av/picture_turn.hpp"
#include "media/cut/clip_encoder.hpp"
#include "media/cut/picture_reader.hpp"
#include "media/cut/picture_shaper.hpp"
#include "media/cut/sound_reader.hpp"
#include "media/cut/ways.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

namespace {

constexpr int quality = 20;
// A picture that stood on the screen longer than this when the clip starts is its first picture.
constexpr double standing = 0.1;
constexpr double sound_ahead = 0.5;

SoundFormat sound_like(const AVStream& stream) {
    const int rate = stream.codecpar->sample_rate;
    const bool kept = rate == 48'000 || rate == 44'100 || rate == 32'000;
    return {kept ? rate : 48'000, std::min(stream.codecpar->ch_layout.nb_channels, 2)};
}

PictureFormat format_like(const AVStream& stream, const AVFrame& first, int turn, int threads) {
    PictureFormat format;
    const bool lying = turn == 90 || turn == 270;
    format.width = (lying ? first.height : first.width) & ~1;
    format.height = (lying ? first.width : first.height) & ~1;
    if (format.width < 2 || format.height < 2)
        fail(Failure::permanent("The picture of the recording is too small."));
    if (first.sample_aspect_ratio.num > 0) {
        format.aspect = lying ? av_inv_q(first.sample_aspect_ratio) : first.sample_aspect_ratio;
    }
    format.time_base = stream.time_base;
    if (stream.avg_frame_rate.num > 0) format.fps = stream.avg_frame_rate;
    format.quality = quality;
    format.threads = threads;
    format.space = first.colorspace;
    format.primaries = first.color_primaries;
    format.transfer = first.color_trc;
    return format;
}

// Draws sound in step with the pictures.
class SoundTrack {
public:
    SoundTrack(const CutJob& job, const SoundFormat& format)
        : reader_(job.request.source_fd, {format.rate, format.channels, job.request.start}, job.limits,
                  job.control),
          rate_(format.rate),
          total_(std::llround(job.length() * format.rate)) {}

    void put_until(double seconds, ClipEncoder& encoder) {
        const std::int64_t wanted =
            std::min<std::int64_t>(total_, std::llround(seconds * rate_)) - encoder.sound_samples();
        if (wanted > 0) encoder.put_sound(reader_.read(wanted));
    }

private:
    SoundReader reader_;
    int rate_;
    std::int64_t total_;
};

}  // namespace

CutResult cut_exact(const CutJob& job) {
    Recording recording = open_media(job.request.source_fd, job.limits, job.control);
    const AVStream& stream = *recording.video();
    recording.read_only({&stream});
    PictureReader pictures(recording, job.request.start);
    const std::int64_t start = recording.to_timestamp(&stream, job.request.start);
    const std::int64_t end = recording.to_timestamp(&stream, job.request.end);
    const double tick = av_q2d(stream.time_base);

    const AVFrame* picture = pictures.next();
    Frame stood;
    if (picture != nullptr && pictures.timestamp(picture) < start) {
        stood.reset(av_frame_clone(picture));
        picture = pictures.next();
    }
    const auto comes_late = [&](const AVFrame* next) {
        return next == nullptr || static_cast<double>(pictures.timestamp(next) - start) * tick > standing;
    };
    if (!comes_late(picture)) stood.reset();
    if (!stood && picture == nullptr) {
        fail(Failure::permanent("The recording has no picture there: it may be cut off.",
                                "no frame at the start"));
    }

    const AVFrame& first = stood ? *stood : *picture;
    const int turn = picture_turn(stream);
    const PictureFormat format = format_like(stream, first, turn, encoder_threads(job.request));
    PictureShaper shaper({format.width, format.height, true, Fit::fit, 0}, turn);
    std::optional<SoundFormat> sound_format;
    if (recording.audio() != nullptr) sound_format = sound_like(*recording.audio());
    ClipEncoder encoder(job.request.output_fd, format, sound_format, job.control);
    std::optional<SoundTrack> sound;
    if (sound_format) sound.emplace(job, *sound_format);

    if (stood) encoder.put_picture(shaper.shape(stood.get()), 0);
    while (picture != nullptr && pictures.timestamp(picture) < end) {
        // The first picture also stands for the fraction of a picture before it.
        const std::int64_t at = encoder.pictures_put() == 0 ? 0 : pictures.timestamp(picture) - start;
        encoder.put_picture(shaper.shape(picture), at);
        const double seconds = static_cast<double>(at) * tick;
        if (sound) sound->put_until(seconds + sound_ahead, encoder);
        job.progress(seconds / job.length());
        picture = pictures.next();
    }
    if (sound) sound->put_until(job.length(), encoder);
    encoder.finish(end - start);
    return {job.length(), sound.has_value()};
}

}  // namespace lectern::media
