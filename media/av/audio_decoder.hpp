#pragma once

#include "media/av/audio_format.hpp"
#include "media/av/channels.hpp"
#include "media/av/recording.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace lectern::media {

// The audio of a recording in one format, in step with media time: see decode_audio(). Throws MediaError.
class AudioDecoder {
public:
    using Sink = std::function<void(std::span<const float>)>;

    // `recording` has been told to read `stream`, which is audio, and outlives this.
    AudioDecoder(Recording& recording, const AVStream* stream, const AudioFormat& format, Sink sink);

    void put(const AVPacket* packet);  // of the audio stream; null at the end
    double position() const;           // media time of the next sample
    bool heard_anything() const { return frames_ > 0; }

private:
    void take(const AVFrame* frame);
    void configure(const AVFrame* frame);
    void align(double seconds);
    void convert(const AVFrame* frame);
    void silence(std::int64_t samples);
    void deliver(std::span<const float> samples);

    Recording& recording_;
    const AVStream* stream_;
    AudioFormat format_;
    Sink sink_;
    CodecContext decoder_;
    Frame frame_ = make_frame();
    Resampler resampler_;  // changes the rate and the form of the samples
    std::optional<ChannelMixer> mixer_;
    int in_rate_ = 0;
    int in_format_ = -1;
    int in_channels_ = 0;
    std::int64_t delivered_ = 0;  // samples per channel, since format.start
    std::int64_t skip_ = 0;       // samples per channel that come too early
    std::int64_t frames_ = 0;
    std::vector<float> buffer_;
};

}  // namespace lectern::media
