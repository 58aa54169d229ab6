#pragma once

#include <cstddef>

namespace lectern::media {

// All speech engines take mono audio of this rate (Hz), as floats in -1..1.
constexpr int sample_rate = 16'000;

constexpr double to_seconds(std::size_t samples) {
    return static_cast<double>(samples) / sample_rate;
}
constexpr std::size_t to_samples(double seconds) {
    return seconds > 0 ? static_cast<std::size_t>(seconds * sample_rate + 1e-6)
                       : 0;  // so that 0.1 + 0.2 is not rounded down
}

}  // namespace lectern::media
