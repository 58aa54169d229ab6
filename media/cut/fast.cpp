#include "media/av/error.hpp"
#include "media/av/output/mp4_writer.hpp"
#include "media/cut/audio_encoder.hpp"
#include "media/cut/audio_feed.hpp"
#include "media/cut/copy/audio_copy.hpp"
#include "media/cut/copy/video_copy.hpp"
#include "media/av/output/encoder_named.hpp"
#include "media/cut/modes.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

namespace {

constexpr int video_stream = 0;
constexpr int audio_stream = 1;

// Gives a packet the times of the clip. Edits of the recording do not apply to the clip.
void retime(AVPacket* packet, std::int64_t zero) {
    packet->pts -= zero;
    packet->dts = packet->dts == AV_NOPTS_VALUE ? packet->pts : packet->dts - zero;
    packet->flags &= ~AV_PKT_FLAG_DISCARD;
    av_packet_free_side_data(packet);
}

// The audio of the clip, from `start` (media time) to the end of the request.
class ClipAudio {
public:
    ClipAudio() = default;
    ClipAudio(const ClipAudio&) = delete;
    ClipAudio& operator=(const ClipAudio&) = delete;
    virtual ~ClipAudio() = default;
    virtual void write_until(double seconds) = 0;  // of the clip
    virtual void finish() = 0;
};

class CopiedAudio final : public ClipAudio {
public:
    CopiedAudio(const CutJob& job, double start, Mp4Writer& writer)
        : recording_(open_media(job.request.source_fd, job.limits, job.control)),
          copy_(recording_, start, job.request.end),
          writer_(writer) {
        writer_.add_copy(recording_.audio());
        packet_ = copy_.next();
    }

    void write_until(double seconds) override {
        const AVRational unit = recording_.audio()->time_base;
        while (packet_ && static_cast<double>(packet_->pts - copy_.zero()) * av_q2d(unit) < seconds) {
            retime(packet_.get(), copy_.zero());
            writer_.write(packet_.get(), audio_stream, unit);
            packet_ = copy_.next();
        }
    }
    void finish() override { write_until(HUGE_VAL); }

private:
    Recording recording_;
    AudioCopy copy_;
    Mp4Writer& writer_;
    Packet packet_;
};

class EncodedAudio final : public ClipAudio {
public:
    EncodedAudio(const CutJob& job, const AVStream& like, double start, Mp4Writer& writer)
        : feed_(job, audio_format_like(like), start),
          encoder_(audio_format_like(like), [this, &writer](AVPacket* packet) {
              writer.write(packet, audio_stream, encoder_.time_base());
          }) {
        add_encoded(writer, encoder_.context());
    }

    void write_until(double seconds) override { feed_.until(seconds, to_encoder_); }
    void finish() override {
        feed_.rest(to_encoder_);
        encoder_.finish();
    }

private:
    AudioFeed feed_;
    AudioEncoder encoder_;
    const AudioFeed::Sink to_encoder_ = [this](std::span<const float> samples) { encoder_.put(samples); };
};

CutResult cut_copying_video(const CutJob& job, bool copy_audio) {
    Recording recording = open_media(job.request.source_fd, job.limits, job.control);
    recording.context()->flags |= AVFMT_FLAG_GENPTS;
    const AVStream* video = recording.video();
    VideoCopy copy(recording, job.request.start);
    const double start = recording.to_seconds(video, copy.first());
    const double length = job.request.end - start;
    const std::int64_t end = recording.to_timestamp(video, job.request.end);
    Mp4Writer writer(job.request.output_fd, job.control, job.request.grow);
    writer.add_copy(video);
    std::unique_ptr<ClipAudio> audio;
    if (recording.audio() != nullptr) {
        if (copy_audio) {
            audio = std::make_unique<CopiedAudio>(job, start, writer);
        } else {
            audio = std::make_unique<EncodedAudio>(job, *recording.audio(), start, writer);
        }
    }
    writer.start();

    while (Packet packet = copy.next(end)) {
        const double at = recording.to_seconds(video, packet->dts) - start;
        // Any frame may be the last one, and the last one is shown until the end.
        packet->duration = std::max<std::int64_t>(end - packet->dts, 1);
        retime(packet.get(), copy.first());
        writer.write(packet.get(), video_stream, video->time_base);
        if (audio) audio->write_until(at);
        job.progress(at / length);
    }
    if (audio) audio->finish();
    writer.finish(length);
    return {start, length, audio != nullptr};
}

}  // namespace

CutResult cut_fast(const CutJob& job) {
    return cut_copying_video(job, true);
}

CutResult cut_fast_with_new_audio(const CutJob& job) {
    return cut_copying_video(job, false);
}

}  // namespace lectern::media
