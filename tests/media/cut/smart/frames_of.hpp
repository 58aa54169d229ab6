#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lectern::test {

// A decoded frame: its pixels, plane after plane without padding.
struct Pixels {
    double at = 0;  // media time, seconds
    std::string bytes;
};

// All frames that a player shows, in order; from a seek to `from` on, if that is not negative.
std::vector<Pixels> frames_of(int fd, double from = -1);

// The times of the IDR frames of a recording of H.264, in order.
std::vector<double> idr_times(int fd);

// dB; infinite for equal frames, 0 for frames of another size.
double psnr(const Pixels& one, const Pixels& other);

}  // namespace lectern::test
