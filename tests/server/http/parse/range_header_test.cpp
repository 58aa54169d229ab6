#include "server/http/parse/range_header.hpp"

#include <string>

#include <gmock/gmock.h>

namespace lectern::http {

static void PrintTo(const ByteRange& range, std::ostream* out) {
    *out << range.first << "+" << range.length;
}

namespace {

using Kind = RangeSet::Kind;

TEST(ParseRanges, Table) {
    struct Case {
        std::string field;
        std::uint64_t size;
        Kind kind;
        std::vector<ByteRange> ranges;
    };
    const Case cases[] = {
        {"bytes=0-0", 10, Kind::satisfiable, {{0, 1}}},
        {"bytes=0-9", 10, Kind::satisfiable, {{0, 10}}},
        {"bytes=0-10", 10, Kind::satisfiable, {{0, 10}}},
        {"bytes=3-", 10, Kind::satisfiable, {{3, 7}}},
        {"bytes=-3", 10, Kind::satisfiable, {{7, 3}}},
        {"bytes=-30", 10, Kind::satisfiable, {{0, 10}}},
        {"BYTES=1-2", 10, Kind::satisfiable, {{1, 2}}},
        {" bytes=1-2 ", 10, Kind::satisfiable, {{1, 2}}},
        // several
        {"bytes=0-1,5-6", 10, Kind::satisfiable, {{0, 2}, {5, 2}}},
        {"bytes=5-6 , 0-1", 10, Kind::satisfiable, {{5, 2}, {0, 2}}},
        {"bytes=0-1,,5-6,", 10, Kind::satisfiable, {{0, 2}, {5, 2}}},
        {"bytes=0-4,5-9", 10, Kind::satisfiable, {{0, 10}}},
        {"bytes=0-4,2-6", 10, Kind::satisfiable, {{0, 7}}},
        {"bytes=2-6,0-4,9-9", 10, Kind::satisfiable, {{0, 7}, {9, 1}}},
        {"bytes=0-9,3-4", 10, Kind::satisfiable, {{0, 10}}},
        {"bytes=0-,0-,0-", 10, Kind::satisfiable, {{0, 10}}},
        {"bytes=0-0,-1", 10, Kind::satisfiable, {{0, 1}, {9, 1}}},
        {"bytes=20-,1-1", 10, Kind::satisfiable, {{1, 1}}},
        // not satisfiable
        {"bytes=10-", 10, Kind::unsatisfiable, {}},
        {"bytes=10-11,20-", 10, Kind::unsatisfiable, {}},
        {"bytes=-0", 10, Kind::unsatisfiable, {}},
        {"bytes=0-", 0, Kind::unsatisfiable, {}},
        {"bytes=-5", 0, Kind::unsatisfiable, {}},
        {"bytes=18446744073709551615-", 10, Kind::unsatisfiable, {}},
        {"bytes=99999999999999999999999-99999999999999999999999999", 10, Kind::unsatisfiable, {}},
        // huge
        {"bytes=0-99999999999999999999999999", 10, Kind::satisfiable, {{0, 10}}},
        {"bytes=-99999999999999999999999999", 10, Kind::satisfiable, {{0, 10}}},
        {"bytes=0-18446744073709551615", 10, Kind::satisfiable, {{0, 10}}},
        {"bytes=18446744073709551613-",
         18446744073709551615ull,
         Kind::satisfiable,
         {{18446744073709551613ull, 2}}},
        // no set of ranges: ignored
        {"", 10, Kind::ignored, {}},
        {"bytes", 10, Kind::ignored, {}},
        {"bytes=", 10, Kind::ignored, {}},
        {"bytes=,", 10, Kind::ignored, {}},
        {"bytes=-", 10, Kind::ignored, {}},
        {"bytes=5", 10, Kind::ignored, {}},
        {"bytes=5-2", 10, Kind::ignored, {}},
        {"bytes=a-b", 10, Kind::ignored, {}},
        {"bytes=0x0-5", 10, Kind::ignored, {}},
        {"bytes=+1-5", 10, Kind::ignored, {}},
        {"bytes=--5", 10, Kind::ignored, {}},
        {"bytes=1-2-3", 10, Kind::ignored, {}},
        {"bytes=1 - 2", 10, Kind::ignored, {}},
        {"bytes = 1-2", 10, Kind::ignored, {}},
        {"bytes=0-1,x", 10, Kind::ignored, {}},
        {"seconds=0-1", 10, Kind::ignored, {}},
    };
    for (const Case& c : cases) {
        const RangeSet set = parse_ranges(c.field, c.size);
        EXPECT_EQ(set.kind, c.kind) << c.field;
        EXPECT_EQ(set.ranges, c.ranges) << c.field;
    }
}

TEST(ParseRanges, TakesSixteenAndIgnoresMore) {
    std::string field = "bytes=0-0";
    for (int i = 1; i < 16; ++i)
        field += "," + std::to_string(i * 10) + "-" + std::to_string(i * 10);
    EXPECT_EQ(parse_ranges(field, 1000).ranges.size(), 16u);
    EXPECT_EQ(parse_ranges(field + ",500-500", 1000).kind, Kind::ignored);
}

}  // namespace
}  // namespace lectern::http
