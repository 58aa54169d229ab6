#include "media/cut/clip_audio.hpp"

#include "media/av/output/encoder_named.hpp"
#include "media/cut/audio/audio_encoder.hpp"
#include "media/cut/audio_feed.hpp"
#include "media/cut/copy/audio_copy.hpp"

#include <cmath>

namespace lectern::media {

namespace {

class CopiedAudio final : public ClipAudio {
public:
    CopiedAudio(const CutJob& job, double start, Mp4Writer& writer)
        : own_(open_media(job.request.source_fd, job.limits, job.control)),
          recording_(*own_),
          copy_(recording_, start, job.request.end),
          writer_(writer) {
        begin();
    }
    CopiedAudio(const CutJob& job, Recording& recording, SideBySide& source, double start, Mp4Writer& writer)
        : recording_(recording), copy_(recording, source, start, job.request.end), writer_(writer) {
        begin();
    }

    void write_until(double seconds) override {
        const AVRational unit = recording_.audio()->time_base;
        while (packet_ && static_cast<double>(packet_->pts - copy_.zero()) * av_q2d(unit) < seconds) {
            retime(packet_.get(), copy_.zero());
            writer_.write(packet_.get(), clip_audio_track, unit);
            packet_ = copy_.next();
        }
    }
    void finish() override { write_until(HUGE_VAL); }

private:
    void begin() {
        writer_.add_copy(recording_.audio());
        packet_ = copy_.next();
    }

    std::optional<Recording> own_;  // if it is not read together with the video
    Recording& recording_;
    AudioCopy copy_;
    Mp4Writer& writer_;
    Packet packet_;
};

class EncodedAudio final : public ClipAudio {
public:
    EncodedAudio(const CutJob& job, const AVStream& like, double start, Mp4Writer& writer)
        : feed_(job, audio_format_like(like), start),
          encoder_(audio_format_like(like), [this, &writer](AVPacket* packet) {
              writer.write(packet, clip_audio_track, encoder_.time_base());
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

}  // namespace

void retime(AVPacket* packet, std::int64_t zero) {
    packet->pts -= zero;
    packet->dts = packet->dts == AV_NOPTS_VALUE ? packet->pts : packet->dts - zero;
    packet->flags &= ~AV_PKT_FLAG_DISCARD;
    av_packet_free_side_data(packet);
}

std::unique_ptr<ClipAudio> copied_audio(const CutJob& job, double start, Mp4Writer& writer) {
    return std::make_unique<CopiedAudio>(job, start, writer);
}

std::unique_ptr<ClipAudio> copied_audio(const CutJob& job, Recording& recording, SideBySide& source,
                                        double start, Mp4Writer& writer) {
    return std::make_unique<CopiedAudio>(job, recording, source, start, writer);
}

std::unique_ptr<ClipAudio> encoded_audio(const CutJob& job, const AVStream& like, double start,
                                         Mp4Writer& writer) {
    return std::make_unique<EncodedAudio>(job, like, start, writer);
}

// It does not say which track is the reason. Nothing is written yet, so another attempt costs little.
void start_tracks(Mp4Writer& writer, double seconds, bool audio_is_copied) {
    try {
        writer.start(seconds);
    } catch (const MediaError& error) {
        if (!audio_is_copied || error.failure().kind != FailureKind::permanent) throw;
        throw AudioRefused(error.failure());
    }
}

}  // namespace lectern::media
