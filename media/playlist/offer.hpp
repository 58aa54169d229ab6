#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace lectern::media {

// What a list of codecs as playlists write them ("avc1.64001f, mp4a.40.2") holds, as far as an MP4 can keep
// it.
struct NamedCodecs {
    bool video = false;
    bool audio = false;
    bool other = false;  // something that is neither
};
NamedCodecs read_codecs(std::string_view list);

// One of several forms in which the same thing is offered.
struct Offer {
    std::int64_t bandwidth = 0;  // bits a second
    int height = 0;              // pixels; 0 if unsaid
    std::string_view codecs;     // "" if unsaid
};

// The place of the best one: what can be kept in an MP4 first, then not taller than `most_height`, then the
// greatest bandwidth. When all are taller, the least tall. `offers` is not empty.
std::size_t best_offer(std::span<const Offer> offers, int most_height);

}  // namespace lectern::media
