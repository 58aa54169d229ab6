#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace lectern::media {

// An index (`moov`) for samples that were moved.
struct MovedIndex {
    std::vector<std::uint8_t> moov;
    std::int64_t by = 0;  // bytes that the samples have to stand later; not negative
};

// Rewrites the index of an MP4, with its header, for samples that are moved to make room for it. `room`: the
// bytes before them that it can have without moving them. Afterwards room + `by` is its size exactly, or at
// least 8 bytes (an empty box) more. Positions beyond 4 GiB get 64 bits, so that it may grow. Returns nullopt
// if the index is not in the form of our muxer.
std::optional<MovedIndex> index_for_moved_samples(std::span<std::uint8_t> moov, std::int64_t room);

// Whether an index of so many bytes fits into a room, with an empty box that fills the rest.
constexpr bool fills_room(std::int64_t bytes, std::int64_t room) {
    return bytes == room || bytes + 8 <= room;
}

}  // namespace lectern::media
