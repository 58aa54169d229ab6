#include "domain/base/safe_file_name.hpp"

#include "domain/base/characters.hpp"

#include <algorithm>

namespace lectern {
namespace {

bool within(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

bool is_space(char32_t c) {
    return c == ' ' || c == 0xA0 || within(c, 0x2000, 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

// Control characters (C0 and C1), line separators, and the marks that change the direction of text. With such
// a mark a name can look like another name on the screen.
bool is_control(char32_t c) {
    return c < 0x20 || within(c, 0x7F, 0x9F) || c == 0x2028 || c == 0x2029 || c == 0x200E || c == 0x200F ||
           within(c, 0x202A, 0x202E) || within(c, 0x2066, 0x2069) || c == 0xFEFF;
}

bool is_reserved(char32_t c) {
    return c < 0x80 && std::string_view("/\\:*?\"<>|").find(static_cast<char>(c)) != std::string_view::npos;
}

// Whether the code point belongs to the character before it: a combining accent, a joiner, a variation
// selector or a skin tone.
bool continues_character(char32_t c) {
    return within(c, 0x300, 0x36F) || within(c, 0x1AB0, 0x1AFF) || within(c, 0x1DC0, 0x1DFF) ||
           within(c, 0x20D0, 0x20FF) || within(c, 0xFE00, 0xFE0F) || within(c, 0xFE20, 0xFE2F) ||
           c == 0x200D || within(c, 0x1F3FB, 0x1F3FF);
}

}  // namespace

std::string_view shortened_file_name(std::string_view name, std::size_t bytes) {
    if (name.size() <= bytes) return name;
    std::size_t last_boundary = 0;
    for (std::size_t at = 0; at <= bytes;) {
        const std::size_t start = at;
        const auto character = next_character(name, at);
        if (!character || !continues_character(*character)) last_boundary = start;
    }
    return name.substr(0, last_boundary);
}

std::string safe_file_name(std::string_view prefix, std::string_view words, std::string_view ending) {
    std::string safe;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t start = at;
        const auto character = next_character(words, at);
        if (!character || is_control(*character) || is_reserved(*character)) continue;
        safe += is_space(*character) ? "_" : words.substr(start, at - start);
    }
    const std::size_t around = prefix.size() + ending.size();
    return std::string(prefix)
        .append(shortened_file_name(safe, longest_file_name - std::min(longest_file_name, around)))
        .append(ending);
}

}  // namespace lectern
