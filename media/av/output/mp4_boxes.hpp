#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::media {

// The type of the first box of an MP4 or QuickTime file, not inside another one, that is of one of these
// types; nullopt if there is none among the first 10'000. Blocks.
std::optional<std::string> first_box(int fd, std::initializer_list<std::string_view> types);

// Whether the index ("moov") comes before the frames ("mdat"), so that players can start with the first
// bytes.
inline bool index_first(int fd) {
    return first_box(fd, {"moov", "mdat"}) == "moov";
}

}  // namespace lectern::media
