#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lectern::http {

// A slice of a file, of at least one byte.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
    bool operator==(const ByteRange&) const = default;
};

struct RangeSet {
    enum class Kind {
        ignored,        // malformed, another unit, or too many: the answer is the whole file
        satisfiable,    // `ranges` is not empty
        unsatisfiable,  // 416
    } kind = Kind::ignored;
    // In the order of the field, or ascending if some overlapped or touched and were joined. All lie within
    // the file and are disjoint, so that together they are never longer than the file.
    std::vector<ByteRange> ranges;
};

// Reads the value of a Range field for a file of `size` bytes. A field that lists more than max_ranges is
// ignored.
RangeSet parse_ranges(std::string_view field, std::uint64_t size);

}  // namespace lectern::http
