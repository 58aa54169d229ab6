#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lectern {

// The Content-Range header: which bytes of a file a body carries.
struct ContentRange {
    std::int64_t first = -1;  // -1, like `last`, if there are no bytes: "bytes */10"
    std::int64_t last = -1;   // inclusive
    std::int64_t total = -1;  // bytes of the whole file; -1: not known ("*")

    bool has_bytes() const { return first >= 0; }
};

// Reads "bytes 5-9/10", "bytes 5-9/*", "bytes */10" and "bytes */*". nullopt for any other text, for a
// reversed range, and for a number beyond the total or beyond 2^60.
std::optional<ContentRange> parse_content_range(std::string_view text);

}  // namespace lectern
