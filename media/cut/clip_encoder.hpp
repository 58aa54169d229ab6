#pragma once

#include "media/av/output/mp4_writer.hpp"
#include "media/cut/audio/audio_encoder.hpp"

#include <map>
#include <optional>
#include <span>

namespace lectern::media {

struct ClipVideoFormat {
    int width = 0;  // even
    int height = 0;
    AVRational aspect{1, 1};  // of one pixel
    AVRational time_base{1, 90'000};
    AVRational fps{25, 1};  // about
    int quality = 23;
    int threads = 1;
    double keyframe_seconds = 4;
    double seconds = 0;  // about how long the clip is
    // The colour space of the frames, AVCOL_*; may be unspecified.
    AVColorSpace space = AVCOL_SPC_UNSPECIFIED;
    AVColorPrimaries primaries = AVCOL_PRI_UNSPECIFIED;
    AVColorTransferCharacteristic transfer = AVCOL_TRC_UNSPECIFIED;
};

// Makes, of frames and samples, an MP4 of H.264 High 4:2:0 and AAC. Throws MediaError.
class ClipEncoder {
public:
    ClipEncoder(int fd, const ClipVideoFormat& video, const std::optional<ClipAudioFormat>& audio,
                const WorkControl& control, Growth growth = {});

    // The frame is yuv420p and has the size of the format. `at`: in ClipVideoFormat::time_base, from 0,
    // rising. The frame is shown until the next one. It is read, not kept.
    void put_frame(const AVFrame* frame, std::int64_t at);
    // Interleaved float samples; each call continues where the last one ended.
    void put_audio(std::span<const float> samples);
    // `end`: until when the last frame is shown, in ClipVideoFormat::time_base.
    void finish(std::int64_t end);

    std::int64_t frames_put() const { return frames_ + (waiting_ ? 1 : 0); }
    std::int64_t audio_samples() const { return audio_ ? audio_->samples() : 0; }  // put, per channel

private:
    void open_video(const ClipVideoFormat& format);
    void send_waiting(std::int64_t end);
    void drain();

    Mp4Writer writer_;
    CodecContext video_;
    std::optional<AudioEncoder> audio_;
    Packet packet_ = make_packet();
    Frame waiting_;  // its duration is known when the next frame comes
    std::map<std::int64_t, std::int64_t> durations_;
    std::optional<std::int64_t> end_;  // once no frame follows; see Mp4Writer::finish()
    std::int64_t frames_ = 0;
};

}  // namespace lectern::media
