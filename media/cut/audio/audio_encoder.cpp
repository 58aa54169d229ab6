#include "media/cut/audio/audio_encoder.hpp"

#include "media/av/error.hpp"
#include "media/av/output/encoder_named.hpp"

#include <algorithm>

namespace lectern::media {

namespace {

constexpr int bits_per_channel = 80'000;

}  // namespace

ClipAudioFormat audio_format_like(const AVStream& stream) {
    const int rate = stream.codecpar->sample_rate;
    const bool kept = rate == 48'000 || rate == 44'100 || rate == 32'000;
    return {kept ? rate : 48'000, std::clamp(stream.codecpar->ch_layout.nb_channels, 1, 2)};
}

AudioEncoder::AudioEncoder(const ClipAudioFormat& format, Sink sink)
    : codec_(encoder_named("aac")), sink_(std::move(sink)) {
    AVCodecContext& c = *codec_;
    c.sample_fmt = AV_SAMPLE_FMT_FLTP;
    c.sample_rate = format.rate;
    c.time_base = {1, format.rate};
    c.bit_rate = std::int64_t{bits_per_channel} * format.channels;
    av_channel_layout_default(&c.ch_layout, format.channels);
    check(avcodec_open2(codec_.get(), nullptr, nullptr), "open AAC encoder");
}

void AudioEncoder::put(std::span<const float> samples) {
    waiting_.insert(waiting_.end(), samples.begin(), samples.end());
    put_ += static_cast<std::int64_t>(samples.size()) / codec_->ch_layout.nb_channels;
    send(false);
}

void AudioEncoder::send(bool all) {
    const auto channels = static_cast<std::size_t>(codec_->ch_layout.nb_channels);
    const auto whole = static_cast<std::size_t>(codec_->frame_size);
    std::size_t done = 0;
    for (;;) {
        const std::size_t left = waiting_.size() / channels - done;
        if (left == 0 || (left < whole && !all)) break;
        const std::size_t now = std::min(left, whole);
        const Frame frame = make_frame();
        frame->format = codec_->sample_fmt;
        frame->sample_rate = codec_->sample_rate;
        frame->nb_samples = static_cast<int>(now);
        frame->pts = sent_;
        check(av_channel_layout_copy(&frame->ch_layout, &codec_->ch_layout), "layout");
        check(av_frame_get_buffer(frame.get(), 0), "audio frame");
        for (std::size_t c = 0; c < channels; ++c) {
            auto* plane = reinterpret_cast<float*>(frame->extended_data[c]);
            for (std::size_t i = 0; i < now; ++i)
                plane[i] = waiting_[(done + i) * channels + c];
        }
        check(avcodec_send_frame(codec_.get(), frame.get()), "encode audio");
        drain();
        sent_ += static_cast<std::int64_t>(now);
        done += now;
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(done * channels));
}

void AudioEncoder::finish() {
    send(true);
    check(avcodec_send_frame(codec_.get(), nullptr), "encode audio");
    drain();
}

void AudioEncoder::drain() {
    for (;;) {
        const int rc = avcodec_receive_packet(codec_.get(), packet_.get());
        if (rc == AVERROR(EAGAIN) || rc == AVERROR_EOF) return;
        check(rc, "encode audio");
        sink_(packet_.get());
    }
}

}  // namespace lectern::media
