#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lectern::topics {

// What the segmentation sees of a sentence.
struct Unit {
    std::vector<std::uint32_t> stems;  // of its content words
    std::size_t words = 0;             // all of them
    double start = 0;                  // seconds
    double end = 0;
    double opening = 0;  // how much it sounds like a beginning, in nats of evidence; 0 is neutral
};

// Lengths of a segment in seconds; kept wherever the units allow it.
struct Limits {
    double shortest = 60;
    double longest = 1800;
};

// Cuts the units where the words change: the segments whose words are cheapest to tell, given that each
// segment has its own vocabulary and a length that lectures have. Returns the index of the first unit of
// every segment, ascending, 0 included; empty for no units. `stems` bounds the ids. Exact (dynamic
// programming), deterministic; time grows with the units times the words of the longest segment, memory with
// the units.
std::vector<std::size_t> segment(const std::vector<Unit>& units, std::uint32_t stems, const Limits& limits);

}  // namespace lectern::topics
