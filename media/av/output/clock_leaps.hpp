#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace lectern::media {

// Follows the clock that the streams of a container share. When an encoder or a recorder is started again,
// its clock leaps: back, or far ahead. Time goes on there as if it had not. The streams may change over at
// different places of the file. Pure.
class ClockLeaps {
public:
    // What has to be taken from the time of a packet, so that time goes on. `stream`: 0 or 1; `at`: when the
    // packet is decoded, `seconds`: how long it lasts.
    double take(std::size_t stream, double at, double seconds);

    // How often the clock has leapt.
    std::size_t count() const { return shifts_.size() - 1; }
    // When it leapt first, in the time that goes on.
    std::optional<double> first() const { return first_; }

private:
    std::vector<double> shifts_{0};
    std::array<std::optional<double>, 2> expected_{};  // when the next packet should be decoded
    std::optional<double> first_;
};

}  // namespace lectern::media
