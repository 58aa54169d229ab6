#pragma once

#include "media/av/mp4_writer.hpp"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace lectern::media {

struct ClipVideoFormat {
    int width = 0;  // even
    int height = 0;
    AVRational aspect{1, 1};  // of one pixel
    AVRational time_base{1, 90'000};
    AVRational fps{25, 1};  // about
    int quality = 23;
    int threads = 1;
    // The colour space of the frames, AVCOL_*; may be unspecified.
    AVColorSpace space = AVCOL_SPC_UNSPECIFIED;
    AVColorPrimaries primaries = AVCOL_PRI_UNSPECIFIED;
    AVColorTransferCharacteristic transfer = AVCOL_TRC_UNSPECIFIED;
};

struct ClipAudioFormat {
    int rate = 48'000;
    int channels = 2;
};

// Makes, of frames and samples, an MP4 of H.264 High 4:2:0 and AAC. Throws MediaError.
class ClipEncoder {
public:
    ClipEncoder(int fd, const ClipVideoFormat& video, const std::optional<ClipAudioFormat>& audio,
                const WorkControl& control);

    // The frame is yuv420p and has the size of the format. `at`: in ClipVideoFormat::time_base, from 0,
    // rising. The frame is shown until the next one. It is read, not kept.
    void put_frame(const AVFrame* frame, std::int64_t at);
    // Interleaved float samples; each call continues where the last one ended.
    void put_audio(std::span<const float> samples);
    // `end`: until when the last frame is shown, in ClipVideoFormat::time_base.
    void finish(std::int64_t end);

    std::int64_t frames_put() const { return frames_ + (waiting_ ? 1 : 0); }
    std::int64_t audio_samples() const { return audio_put_; }  // put so far, per channel

private:
    void open_video(const ClipVideoFormat& format);
    void open_audio(const ClipAudioFormat& format);
    void send_waiting(std::int64_t end);
    void send_audio(bool all);
    void drain(AVCodecContext* encoder, int stream);

    Mp4Writer writer_;
    CodecContext video_;
    CodecContext audio_;
    Packet packet_ = make_packet();
    Frame waiting_;  // its duration is known when the next frame comes
    std::map<std::int64_t, std::int64_t> durations_;
    std::optional<std::int64_t> end_;  // once no frame follows; see Mp4Writer::finish()
    std::vector<float> samples_;
    std::int64_t audio_sent_ = 0;
    std::int64_t audio_put_ = 0;
    std::int64_t frames_ = 0;
};

}  // namespace lectern::media
