#include "media/av/channels.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

extern "C" {
#include <libswresample/swresample.h>
}

namespace lectern::media {
namespace {

constexpr float ceiling = 0.89F;        // -1 dB: encoders of audio overshoot
constexpr std::size_t ramp = 240;       // samples, at the rate of the result, in which the volume goes down
constexpr double loudest_sample = 1e6;  // a louder one is damage
constexpr double centre = std::numbers::sqrt2 / 2;
constexpr double surround = std::numbers::sqrt2 / 2;
constexpr double kept = 0.96;          // of the energies, after `kept_samples`
constexpr double kept_samples = 1024;  // samples, at the rate of the result

}  // namespace

ChannelMixer::ChannelMixer(const AVChannelLayout& in, int out)
    : in_(static_cast<std::size_t>(in.nb_channels)), out_(static_cast<std::size_t>(out)) {
    if (in_ == out_) return;
    fill_matrix(in);
    double loudest = 0;  // that channels within full scale can become
    for (const auto side : {std::span(matrix_).first(in_), std::span(matrix_).last(in_)}) {
        double sum = 0;
        for (const double factor : side)
            sum += std::abs(factor);
        loudest = std::max(loudest, sum);
    }
    if (loudest > ceiling) least_gain_ = static_cast<float>(ceiling / loudest);
}

void ChannelMixer::fill_matrix(const AVChannelLayout& in) {
    matrix_.assign(2 * in_, 0.0);
    if (in_ == 1) {
        matrix_ = {centre, centre};
        return;
    }
    if (in_ == 2) {
        matrix_ = {1, 0, 0, 1};
        return;
    }
    AVChannelLayout from{};
    if (in.order == AV_CHANNEL_ORDER_NATIVE) {
        av_channel_layout_copy(&from, &in);
    } else {
        av_channel_layout_default(&from, in.nb_channels);
    }
    AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
    constexpr double unlimited = 1e6;
    const int rc = from.order == AV_CHANNEL_ORDER_NATIVE
                       ? swr_build_matrix2(&from, &stereo, centre, surround, 0, unlimited, 1, matrix_.data(),
                                           static_cast<std::ptrdiff_t>(in_), AV_MATRIX_ENCODING_NONE, nullptr)
                       : -1;
    av_channel_layout_uninit(&from);
    const bool heard = std::ranges::any_of(matrix_, [](double factor) { return factor != 0; });
    if (rc >= 0 && heard) return;
    // Nobody knows where these microphones stood.
    for (std::size_t i = 0; i < in_; ++i) {
        matrix_[i] = i % 2 == 0 ? 1 : 0;
        matrix_[in_ + i] = i % 2 == 0 ? 0 : 1;
    }
}

std::span<const float> ChannelMixer::mix(std::span<const float> samples) {
    if (in_ == out_ || samples.empty()) return samples;
    const std::size_t frames = samples.size() / in_;
    mixed_.resize(frames * 2);
    for (std::size_t i = 0; i < frames; ++i) {
        for (std::size_t side = 0; side < 2; ++side) {
            double sum = 0;
            for (std::size_t c = 0; c < in_; ++c) {
                const float sample = samples[i * in_ + c];
                if (std::isfinite(sample)) sum += matrix_[side * in_ + c] * static_cast<double>(sample);
            }
            mixed_[i * 2 + side] = static_cast<float>(std::clamp(sum, -loudest_sample, loudest_sample));
        }
    }
    if (out_ == 1) fold();
    limit();
    return mixed_;
}

void ChannelMixer::fold() {
    const std::size_t frames = mixed_.size() / 2;
    const double decay = std::pow(kept, static_cast<double>(frames) / kept_samples);
    with_ *= decay;
    against_ *= decay;
    for (std::size_t i = 0; i < frames; ++i) {
        const double left = mixed_[2 * i];
        const double right = mixed_[2 * i + 1];
        with_ += (left + right) * (left + right);
        against_ += (left - right) * (left - right);
    }
    const float before = sign_;
    if (against_ > 3 * with_) sign_ = -1;
    if (with_ > against_) sign_ = 1;
    const float step = (sign_ - before) / static_cast<float>(frames);
    float sign = before;
    for (std::size_t i = 0; i < frames; ++i) {
        sign += step;
        mixed_[i] = (mixed_[2 * i] + sign * mixed_[2 * i + 1]) / 2;
    }
    mixed_.resize(frames);
}

void ChannelMixer::limit() {
    float peak = 0;
    for (const float sample : mixed_)
        peak = std::max(peak, std::abs(sample));
    const float before = gain_;
    if (peak * gain_ > ceiling) gain_ = std::max(least_gain_, ceiling / peak);
    if (before == 1 && peak <= ceiling) return;
    const std::size_t frames = mixed_.size() / out_;
    const std::size_t turning = std::min(ramp, frames);
    for (std::size_t i = 0; i < frames; ++i) {
        const float part = i < turning ? static_cast<float>(i + 1) / static_cast<float>(turning) : 1;
        const float gain = before + (gain_ - before) * part;
        for (std::size_t c = 0; c < out_; ++c) {
            float& sample = mixed_[i * out_ + c];
            sample = std::clamp(sample * gain, -ceiling, ceiling);
        }
    }
}

}  // namespace lectern::media
