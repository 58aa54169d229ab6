// Any Range field: the ranges lie within the file, do not overlap, and are no longer than the file together.
#include "server/http/answer/preconditions.hpp"
#include "server/http/limits.hpp"
#include "server/http/parse/range_header.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes) {
    using namespace lectern::http;
    std::uint64_t size = 0;
    if (bytes < sizeof size) return 0;
    std::memcpy(&size, data, sizeof size);
    if ((size & 1) != 0) size %= 1000;  // small files reach more edge cases
    const std::string_view field(reinterpret_cast<const char*>(data) + sizeof size, bytes - sizeof size);

    const RangeSet set = parse_ranges(field, size);
    if ((set.kind == RangeSet::Kind::satisfiable) == set.ranges.empty()) std::abort();
    if (set.ranges.size() > max_ranges) std::abort();
    std::uint64_t total = 0;
    for (const ByteRange& range : set.ranges) {
        if (range.length == 0 || range.first >= size || range.length > size - range.first) std::abort();
        if (range.length > size - total) std::abort();
        total += range.length;
        for (const ByteRange& other : set.ranges) {
            const bool apart =
                range.first + range.length <= other.first || other.first + other.length <= range.first;
            if (&range != &other && !apart) std::abort();
        }
    }

    Fields fields;
    fields.add("If-None-Match", std::string(field));
    fields.add("If-Modified-Since", std::string(field));
    fields.add("If-Range", std::string(field));
    check_preconditions(Method::get, fields, {"\"a\"", 784111777});
    range_applies(fields, {"\"a\"", 784111777});
    return 0;
}
