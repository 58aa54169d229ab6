#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lectern::topics {

// One sentence, as far as the segmentation needs it.
struct Unit {
    std::vector<std::uint32_t> stems;  // of its content words
    std::size_t words = 0;             // all of them
    double start = 0;                  // seconds
    double end = 0;
    double opening = 0;  // evidence, in nats, that a topic begins here; 0 is neutral
};

// Bounds for the length of a segment in seconds. They are exceeded only where the units leave no other way.
struct Limits {
    double shortest = 60;
    double longest = 1800;
};

// Divides the units into segments where the words change. Model: each segment has its own vocabulary and a
// length that is usual in lectures. Of all divisions the function takes the one with the lowest cost
// (negative log-likelihood); it finds it exactly, by dynamic programming. Returns the index of the first unit
// of each segment, ascending, beginning with 0; empty if there are no units. `stems`: all ids are smaller
// than this. The time grows with the number of units times the words of the longest segment, the memory with
// the number of units.
std::vector<std::size_t> segment(const std::vector<Unit>& units, std::uint32_t stems, const Limits& limits);

}  // namespace lectern::topics
