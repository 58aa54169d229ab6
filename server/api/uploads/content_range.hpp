#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lectern::api {

// "bytes 1000-1999/5000" of a request that carries a part of a file; total -1 for "*".
struct ContentRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t total = -1;
};

// nullopt for anything malformed, reversed, beyond the total or beyond 2^62.
std::optional<ContentRange> parse_content_range(std::string_view text);

}  // namespace lectern::api
