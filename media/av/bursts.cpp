#include "media/av/bursts.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {
namespace {

constexpr std::size_t step = BurstMeter::rate / 100;
constexpr float rise = 6;       // dB; a smaller one is no burst
constexpr float audible = -60;  // dB
// Low tones and rumble fluctuate by themselves; the loudness of a voice is in its higher tones.
constexpr float emphasis = 0.97F;
constexpr double smoothing = 0.4;  // of a step, against the ones before
constexpr int bursts_of_speech = 2;

}  // namespace

void BurstMeter::add(std::span<const float> samples) {
    for (const float sample : samples) {
        const float high = sample - emphasis * last_sample_;
        last_sample_ = sample;
        power_ += static_cast<double>(high) * high;
        if (++samples_ % step != 0) continue;
        const double mean = std::isfinite(power_) ? power_ / static_cast<double>(step) : 0;
        power_ = 0;
        smoothed_ += (mean - smoothed_) * smoothing;
        take_level(std::max(quietest_level, static_cast<float>(10 * std::log10(smoothed_ + 1e-12))));
    }
}

void BurstMeter::take_level(float level) {
    if (inside_) {
        highest_ = std::max(highest_, level);
        if (level > highest_ - rise) return;
        inside_ = false;
        lowest_ = level;
        return;
    }
    lowest_ = std::min(lowest_, level);
    if (level < lowest_ + rise || level < audible) return;
    inside_ = true;
    highest_ = level;
    bursts_.push_back(static_cast<double>(samples_ - step) / rate);
}

int seconds_of_speech(const BurstMeter& meter) {
    std::vector<int> counts(static_cast<std::size_t>(meter.seconds()) + 1);
    for (const double at : meter.bursts())
        ++counts[std::min(static_cast<std::size_t>(at), counts.size() - 1)];
    return static_cast<int>(std::ranges::count_if(counts, [](int n) { return n >= bursts_of_speech; }));
}

}  // namespace lectern::media
