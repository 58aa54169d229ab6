#include "media/av/audio_decoder.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <cmath>
#include <new>

extern "C" {
#include <libavutil/opt.h>
}

namespace lectern::media {

namespace {

// The timestamps of good files deviate by less. A larger step is a hole or an overlap.
constexpr double jitter = 0.03;

}  // namespace

AudioDecoder::AudioDecoder(Recording& recording, const AVStream* stream, const AudioFormat& format, Sink sink)
    : recording_(recording),
      stream_(stream),
      format_(format),
      sink_(std::move(sink)),
      decoder_(recording.decoder(stream)) {}

double AudioDecoder::position() const {
    return format_.start + static_cast<double>(delivered_) / format_.rate;
}

void AudioDecoder::put(const AVPacket* packet) {
    const int sent = avcodec_send_packet(decoder_.get(), packet);
    // A damaged packet costs its own samples only.
    if (sent < 0 && sent != AVERROR_INVALIDDATA && sent != AVERROR_EOF) check(sent, "decode audio");
    for (;;) {
        const int rc = avcodec_receive_frame(decoder_.get(), frame_.get());
        if (rc == AVERROR(EAGAIN) || rc == AVERROR_EOF) break;
        if (rc == AVERROR_INVALIDDATA) continue;
        check(rc, "decode audio");
        take(frame_.get());
        av_frame_unref(frame_.get());
    }
    if (packet == nullptr && resampler_) convert(nullptr);
}

void AudioDecoder::take(const AVFrame* frame) {
    if (frame->nb_samples <= 0 || frame->sample_rate <= 0) return;
    ++frames_;
    configure(frame);
    const std::int64_t at = frame->best_effort_timestamp;
    if (at != AV_NOPTS_VALUE) align(recording_.to_seconds(stream_, at));
    convert(frame);
}

void AudioDecoder::configure(const AVFrame* frame) {
    if (resampler_ && frame->sample_rate == in_rate_ && frame->format == in_format_ &&
        frame->ch_layout.nb_channels == in_channels_) {
        return;
    }
    if (resampler_) convert(nullptr);
    in_rate_ = frame->sample_rate;
    in_format_ = frame->format;
    in_channels_ = frame->ch_layout.nb_channels;
    mixer_.emplace(frame->ch_layout, format_.channels);
    // All channels are kept here: the mixer knows better how they become fewer.
    AVChannelLayout all{};
    all.order = AV_CHANNEL_ORDER_UNSPEC;
    all.nb_channels = in_channels_;
    SwrContext* made = nullptr;
    const int rc = swr_alloc_set_opts2(&made, &all, AV_SAMPLE_FMT_FLT, format_.rate, &all,
                                       static_cast<AVSampleFormat>(in_format_), in_rate_, 0, nullptr);
    resampler_.reset(made);
    check(rc, "resampler");
    check(swr_init(resampler_.get()), "resampler");
}

// Makes the next converted sample the one at `seconds`.
void AudioDecoder::align(double seconds) {
    const double waiting = static_cast<double>(swr_get_delay(resampler_.get(), format_.rate)) / format_.rate;
    const double next = position() + waiting - static_cast<double>(skip_) / format_.rate;
    const double hole = seconds - next;
    if (std::abs(hole) < jitter && (delivered_ > 0 || skip_ > 0)) return;
    const auto samples = static_cast<std::int64_t>(std::llround(hole * format_.rate));
    if (samples < 0) {
        skip_ -= samples;
        return;
    }
    // The resampler still holds samples from before the hole: flush them, then start it anew.
    convert(nullptr);
    check(swr_init(resampler_.get()), "resampler");
    const std::int64_t unskipped = std::min(samples, skip_);
    skip_ -= unskipped;
    silence(samples - unskipped);
}

void AudioDecoder::convert(const AVFrame* frame) {
    const int in = frame != nullptr ? frame->nb_samples : 0;
    const int room = std::max(swr_get_out_samples(resampler_.get(), in), 1);
    buffer_.resize(static_cast<std::size_t>(room) * static_cast<std::size_t>(in_channels_));
    auto* out = reinterpret_cast<std::uint8_t*>(buffer_.data());
    auto** from = frame != nullptr ? const_cast<const std::uint8_t**>(frame->extended_data) : nullptr;
    const int got = check(swr_convert(resampler_.get(), &out, room, from, in), "resample");
    const std::int64_t skipped = std::min<std::int64_t>(skip_, got);
    skip_ -= skipped;
    const auto channels = static_cast<std::size_t>(in_channels_);
    deliver(mixer_->mix({buffer_.data() + static_cast<std::size_t>(skipped) * channels,
                         static_cast<std::size_t>(got - skipped) * channels}));
}

void AudioDecoder::silence(std::int64_t samples) {
    const std::vector<float> quiet(4096 * static_cast<std::size_t>(format_.channels), 0.0F);
    while (samples > 0) {
        recording_.throw_if_stopped();
        const std::int64_t now = std::min<std::int64_t>(samples, 4096);
        deliver({quiet.data(), static_cast<std::size_t>(now * format_.channels)});
        samples -= now;
    }
}

void AudioDecoder::deliver(std::span<const float> samples) {
    if (samples.empty()) return;
    delivered_ += static_cast<std::int64_t>(samples.size()) / format_.channels;
    sink_(samples);
}

}  // namespace lectern::media
