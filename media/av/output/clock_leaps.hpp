#pragma once

#include <array>
#include <cstddef>
#include <optional>

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
    std::size_t count() const { return count_; }
    // When it leapt first, in the time that goes on.
    std::optional<double> first() const { return first_; }

private:
    double shift_ = 0;
    double before_ = 0;  // the shift before the last leap
    std::size_t count_ = 0;
    std::array<std::optional<double>, 2> expected_{};  // when the next packet should be decoded
    std::optional<double> first_;
};

}  // namespace lectern::media
