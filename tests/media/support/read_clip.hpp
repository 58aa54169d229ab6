#pragma once

#include <vector>

namespace lectern::test {

struct SeenFrame {
    int number = 0;  // as its bars say; -1 if they say nothing clear
    double at = 0;   // seconds
    int width = 0;
    int height = 0;
    double brightness = 0;  // mean, 0..255
};

// What a player shows of a clip, frames in order.
std::vector<SeenFrame> see_frames(int fd);

// The samples that a player plays, one channel, 48 kHz, from time 0.
std::vector<float> hear(int fd);

// Where clicks start, seconds.
std::vector<double> clicks_in(const std::vector<float>& samples);
// The pitch between two times, Hz, from crossings of zero; 0 for silence.
double pitch_between(const std::vector<float>& samples, double from, double to);

}  // namespace lectern::test
