#pragma once

#include "domain/base/work_control.hpp"
#include "media/av/limits.hpp"
#include "media/cut/audio/audio_graph.hpp"

#include <functional>
#include <optional>

namespace lectern::media {

// By EBU R 128.
struct Loudness {
    double integrated = -70;  // LUFS; -70 and below is silence
    double true_peak = -70;   // dBTP
};

// Of the audio between two media times. `progress` is told 0..1. Throws MediaError.
Loudness measure_loudness(int fd, double start, double end, const MediaLimits& limits,
                          const WorkControl& control, const std::function<void(double)>& progress);

// How to reach a loudness: one gain for all samples, and a limiter only if peaks would be too high.
struct LoudnessChange {
    double gain = 0;  // dB
    bool limit = false;
};
LoudnessChange loudness_change(const Loudness& measured, double target, double true_peak);

// Applies a change. Number and times of the samples stay the same. Throws MediaError.
class Leveller {
public:
    Leveller(const LoudnessChange& change, double true_peak);

    void put(std::span<const float> samples, const std::function<void(std::span<const float>)>& sink);
    void finish(const std::function<void(std::span<const float>)>& sink);

private:
    AudioGraph graph_;
};

}  // namespace lectern::media
