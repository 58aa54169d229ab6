#include "server/api/uploads/content_range.hpp"

#include <charconv>

namespace lectern::api {
namespace {

bool take_number(std::string_view& text, std::int64_t& number) {
    if (text.empty() || text[0] < '0' || text[0] > '9') return false;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return error == std::errc() && number < (std::int64_t{1} << 62);
}

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view text) {
    ContentRange range;
    if (!take(text, "bytes ") || !take_number(text, range.first) || !take(text, "-") ||
        !take_number(text, range.last) || !take(text, "/"))
        return {};
    if (text == "*")
        text = {};
    else if (!take_number(text, range.total) || range.last >= range.total)
        return {};
    if (!text.empty() || range.first > range.last) return {};
    return range;
}

}  // namespace lectern::api
