#include "domain/net/content_range.hpp"

#include "domain/base/ascii.hpp"

namespace lectern {
namespace {

constexpr std::int64_t far_end = std::int64_t{1} << 60;

std::optional<std::int64_t> parse_position(std::string_view text) {
    const auto number = ascii::parse_number<std::int64_t>(text);
    return number && *number <= far_end ? number : std::nullopt;
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view text) {
    constexpr std::string_view unit = "bytes ";
    if (!text.starts_with(unit)) return {};
    text.remove_prefix(unit.size());
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return {};
    ContentRange range;
    if (const auto total = text.substr(slash + 1); total != "*") {
        const auto number = parse_position(total);
        if (!number) return {};
        range.total = *number;
    }
    const std::string_view bytes = text.substr(0, slash);
    if (bytes == "*") return range;
    const auto hyphen = bytes.find('-');
    if (hyphen == std::string_view::npos) return {};
    const auto first = parse_position(bytes.substr(0, hyphen));
    const auto last = parse_position(bytes.substr(hyphen + 1));
    if (!first || !last || *last < *first || (range.total >= 0 && *last >= range.total)) return {};
    range.first = *first;
    range.last = *last;
    return range;
}

}  // namespace lectern
