#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace lectern::media {

// What is in a list of codecs of a playlist ("avc1.64001f, mp4a.40.2").
struct NamedCodecs {
    bool video = false;
    bool audio = false;
    bool other = false;  // something that an MP4 cannot hold
};
NamedCodecs read_codecs(std::string_view list);

// One of several forms in which the same thing is offered.
struct Offer {
    std::int64_t bandwidth = 0;  // bits a second
    int height = 0;              // pixels; 0 if unsaid
    std::string_view codecs;     // "" if unsaid
};

// The index of the best offer. First come offers that an MP4 can hold, then those not taller than
// `most_height`, then those with the greatest bandwidth. If all are taller, the least tall one is the best.
// `offers` is not empty.
std::size_t best_offer(std::span<const Offer> offers, int most_height);

}  // namespace lectern::media
