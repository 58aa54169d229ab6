#pragma once

#include <cstdint>
#include <string>

namespace lectern::media {

// What is known of a file while it arrives in one or several parts.
struct Arrival {
    std::int64_t have = 0;    // bytes that are here
    std::int64_t total = -1;  // bytes of the whole; -1: not known
    // If only a range of the file is wanted: where it begins, and its length (-1: to the end). `have` and
    // `total` then count from `first`.
    std::int64_t first = 0;
    std::int64_t length = -1;
    // How the server marks this version of the file; "" where it does not.
    std::string etag;
    std::string modified;
    std::string hash;  // x-goog-hash
};

}  // namespace lectern::media
