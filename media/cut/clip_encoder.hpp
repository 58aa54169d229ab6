#pragma once

#include "media/av/mp4_writer.hpp"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace lectern::media {

struct PictureFormat {
    int width = 0;  // even
    int height = 0;
    AVRational aspect{1, 1};  // of one pixel
    AVRational time_base{1, 90'000};
    AVRational fps{25, 1};  // about
    int quality = 23;
    int threads = 1;
    // What the samples mean, AVCOL_*; unspecified passes.
    AVColorSpace space = AVCOL_SPC_UNSPECIFIED;
    AVColorPrimaries primaries = AVCOL_PRI_UNSPECIFIED;
    AVColorTransferCharacteristic transfer = AVCOL_TRC_UNSPECIFIED;
};

struct SoundFormat {
    int rate = 48'000;
    int channels = 2;
};

// Turns pictures and samples into an MP4 of H.264 High 4:2:0 and AAC. Throws MediaError.
class ClipEncoder {
public:
    ClipEncoder(int fd, const PictureFormat& picture, const std::optional<SoundFormat>& sound,
                const Control& control);

    // yuv420p of the agreed size, `at` in PictureFormat::time_base from 0, rising. Shown until the next one.
    // The frame is read, not kept.
    void put_picture(const AVFrame* picture, std::int64_t at);
    // Interleaved float samples; each call goes on where the last one ended.
    void put_sound(std::span<const float> samples);
    // `end`: when the last picture goes, in PictureFormat::time_base.
    void finish(std::int64_t end);

    std::int64_t pictures_put() const { return pictures_ + (waiting_ ? 1 : 0); }
    std::int64_t sound_samples() const { return sound_put_; }  // put so far, per channel

private:
    void open_picture(const PictureFormat& format);
    void open_sound(const SoundFormat& format);
    void send_waiting(std::int64_t end);
    void send_sound(bool all);
    void drain(AVCodecContext* encoder, int stream);

    Mp4Writer writer_;
    CodecContext picture_;
    CodecContext sound_;
    Packet packet_ = make_packet();
    Frame waiting_;  // its duration is known when the next one comes
    std::map<std::int64_t, std::int64_t> durations_;
    std::optional<std::int64_t> end_;  // once no picture follows; see Mp4Writer::finish()
    std::vector<float> samples_;
    std::int64_t sound_sent_ = 0;
    std::int64_t sound_put_ = 0;
    std::int64_t pictures_ = 0;
};

}  // namespace lectern::media
