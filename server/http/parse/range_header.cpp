#include "server/http/parse/range_header.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/limits.hpp"
#include "server/http/parse/field_list.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace lectern::http {
namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

// Digits only. A number that does not fit becomes the largest one, which is past the end of any file.
std::optional<std::uint64_t> parse_position(std::string_view text) {
    if (text.empty()) return std::nullopt;
    std::uint64_t value = 0;
    for (char c : text) {
        if (!ascii::is_digit(c)) return std::nullopt;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        value = value > (largest - digit) / 10 ? largest : value * 10 + digit;
    }
    return value;
}

struct Item {
    bool well_formed = false;
    std::optional<ByteRange> range;  // nullopt: not satisfiable
};

Item parse_item(std::string_view text, std::uint64_t size) {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) return {};
    const std::string_view first_text = text.substr(0, dash);
    const std::string_view last_text = text.substr(dash + 1);
    if (first_text.empty()) {
        const auto suffix = parse_position(last_text);
        if (!suffix) return {};
        const std::uint64_t length = std::min(*suffix, size);
        if (length == 0) return {true, std::nullopt};
        return {true, ByteRange{size - length, length}};
    }
    const auto first = parse_position(first_text);
    const auto last = last_text.empty() ? std::optional(largest) : parse_position(last_text);
    if (!first || !last || *first > *last) return {};
    if (*first >= size) return {true, std::nullopt};
    return {true, ByteRange{*first, std::min(*last, size - 1) - *first + 1}};
}

// Joins ranges that overlap or touch. Keeps the order if there are none.
void coalesce(std::vector<ByteRange>& ranges) {
    std::vector<ByteRange> sorted = ranges;
    std::sort(sorted.begin(), sorted.end(),
              [](const ByteRange& a, const ByteRange& b) { return a.first < b.first; });
    std::vector<ByteRange> joined;
    for (const ByteRange& range : sorted) {
        if (!joined.empty() && range.first <= joined.back().first + joined.back().length) {
            ByteRange& before = joined.back();
            before.length = std::max(before.first + before.length, range.first + range.length) - before.first;
        } else {
            joined.push_back(range);
        }
    }
    if (joined.size() != ranges.size()) ranges = std::move(joined);
}

}  // namespace

RangeSet parse_ranges(std::string_view field, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    field = ascii::trimmed(field, optional_space);
    if (!ascii::equal_ignoring_case(field.substr(0, unit.size()), unit)) return {};
    field.remove_prefix(unit.size());

    RangeSet set;
    std::size_t listed = 0;
    while (!field.empty()) {
        const std::string_view text = take_item(field, ',');
        if (text.empty()) continue;  // a list may have empty items
        if (++listed > max_ranges) return {};
        const Item item = parse_item(text, size);
        if (!item.well_formed) return {};
        if (item.range) set.ranges.push_back(*item.range);
    }
    if (listed == 0) return {};
    coalesce(set.ranges);
    set.kind = set.ranges.empty() ? RangeSet::Kind::unsatisfiable : RangeSet::Kind::satisfiable;
    return set;
}

}  // namespace lectern::http
