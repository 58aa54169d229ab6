#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::media {

// A box of an MP4 in memory, with its header of 8 bytes.
using Box = std::span<std::uint8_t>;

inline constexpr std::size_t box_header = 8;

// A big-endian number of `bytes` bytes, at most 8, which must lie in the box.
std::uint64_t number_in(Box box, std::size_t offset, std::size_t bytes);
void set_number_in(Box box, std::size_t offset, std::size_t bytes, std::uint64_t value);
// Of a box with a whole header.
std::string_view type_of(Box box);
// The boxes inside a box; nullopt if their sizes do not add up.
std::optional<std::vector<Box>> boxes_inside(Box box);
// The first box of this type inside; nullopt if there is none, or if the sizes do not add up.
std::optional<Box> box_inside(Box box, std::string_view type);

// The type of the first box of an MP4 or QuickTime file, not inside another one, that is of one of these
// types; nullopt if there is none among the first 10'000. Blocks.
std::optional<std::string> first_box(int fd, std::initializer_list<std::string_view> types);

// Whether the index ("moov") comes before the frames ("mdat"), so that players can start with the first
// bytes.
inline bool index_first(int fd) {
    return first_box(fd, {"moov", "mdat"}) == "moov";
}

}  // namespace lectern::media
