#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lectern {

// The Content-Range header: which bytes of a file a body carries.
struct ContentRange {
    std::int64_t first = -1;  // -1, and `last` too: none ("bytes */10", of an answer with status 416)
    std::int64_t last = -1;   // within the range
    std::int64_t total = -1;  // of the whole file; -1: not known ("*")

    bool has_bytes() const { return first >= 0; }
};

// "bytes 5-9/10", "bytes 5-9/*", "bytes */10" or "bytes */*". nullopt for anything else, reversed, beyond the
// total or beyond 2^60.
std::optional<ContentRange> parse_content_range(std::string_view text);

}  // namespace lectern
