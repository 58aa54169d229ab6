#include "server/http/parse/readable_fields.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/limits.hpp"
#include "server/http/parse/field_list.hpp"

#include <algorithm>
#include <string>

namespace lectern::http {
namespace {

constexpr std::string_view line_end = "\r\n";
// A refused head may go on without an end.
constexpr std::size_t most_read = max_target + max_header_section;

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return ascii::is_letter_or_digit(c) || c == '-'; });
}

bool is_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](unsigned char c) { return c == '\t' || (c >= 0x20 && c != 0x7F); });
}

}  // namespace

Fields readable_fields(std::string_view raw) {
    Fields fields;
    raw = raw.substr(0, most_read);
    std::size_t at = raw.find(line_end);
    while (at != std::string_view::npos && fields.all().size() < max_fields) {
        const std::size_t begin = at + line_end.size();
        at = raw.find(line_end, begin);
        if (at == std::string_view::npos || at == begin) break;
        const std::string_view line = raw.substr(begin, at - begin);
        const std::string_view name = line.substr(0, line.find(':'));
        if (name.size() == line.size() || !is_name(name)) continue;
        const std::string_view value = ascii::trimmed(line.substr(name.size() + 1), optional_space);
        if (is_value(value)) fields.add(std::string(name), std::string(value));
    }
    return fields;
}

}  // namespace lectern::http
