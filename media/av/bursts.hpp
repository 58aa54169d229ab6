#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace lectern::media {

// Finds where the loudness of audio rises: in speech about once a syllable, in steady noise, hum and silence
// never. Takes samples of one channel at `rate`, in any amounts. Pure.
class BurstMeter {
public:
    static constexpr int rate = 16'000;

    void add(std::span<const float> samples);
    // When each burst begins, in seconds from the first sample; ordered.
    const std::vector<double>& bursts() const { return bursts_; }
    double seconds() const { return static_cast<double>(samples_) / rate; }

private:
    static constexpr float quietest_level = -70;  // dB; what is quieter counts as this

    void take_level(float level);

    std::vector<double> bursts_;
    std::size_t samples_ = 0;
    float last_sample_ = 0;
    double power_ = 0;                // of the current step
    double smoothed_ = 0;             // power of the last steps
    float lowest_ = quietest_level;   // dB, since the last burst
    float highest_ = quietest_level;  // dB, of the current burst
    bool inside_ = false;             // a burst
};

// Where somebody may speak: the number of seconds (of 1 s each) that have at least two bursts.
int seconds_of_speech(const BurstMeter& meter);

}  // namespace lectern::media
