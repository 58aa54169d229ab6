#include "media/speech/captions/caption_text.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/characters.hpp"
#include "media/speech/base/tidy_line.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace lectern::media {
namespace {

constexpr std::size_t max_tag_bytes = 300;
constexpr std::size_t max_entity_bytes = 10;

// Appends nothing for a number that is not a code point.
void append_valid(std::string& text, char32_t c) {
    if (c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF)) append_character(text, c);
}

std::string from_utf16(std::string_view bytes, bool big_endian) {
    const auto unit = [&](std::size_t i) {
        const auto first = static_cast<std::uint8_t>(bytes[i]);
        const auto second = static_cast<std::uint8_t>(bytes[i + 1]);
        return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
    };
    std::string text;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t c = unit(i);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
            const char32_t low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        append_valid(text, c);
    }
    return text;
}

// The length of the tag at the front of `text`, 0 if there is none.
std::size_t tag_length(std::string_view text) {
    if (text.size() < 3) return 0;
    if (text[0] == '{') {
        // Many SubRip files contain styles of another subtitle format.
        const std::size_t end = text.substr(0, max_tag_bytes).find('}');
        return text[1] == '\\' && end != std::string_view::npos ? end + 1 : 0;
    }
    if (text[0] != '<') return 0;
    const char first = text[1];
    const bool begins = ascii::is_letter_or_digit(first) || first == '/';
    const std::size_t end = text.substr(0, max_tag_bytes).find('>');
    return begins && end != std::string_view::npos ? end + 1 : 0;
}

struct Entity {
    std::string_view name;
    char32_t character;
};
constexpr std::array<Entity, 8> entities = {{{"amp", '&'},
                                             {"lt", '<'},
                                             {"gt", '>'},
                                             {"quot", '"'},
                                             {"apos", '\''},
                                             {"nbsp", ' '},
                                             {"lrm", ' '},
                                             {"rlm", ' '}}};

std::optional<char32_t> entity_of(std::string_view name) {
    for (const Entity& entity : entities) {
        if (entity.name == name) return entity.character;
    }
    if (!name.starts_with('#')) return std::nullopt;
    name.remove_prefix(1);
    const bool hexadecimal = name.starts_with('x') || name.starts_with('X');
    if (hexadecimal) name.remove_prefix(1);
    std::uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), value, hexadecimal ? 16 : 10);
    if (error != std::errc() || end != name.data() + name.size() || name.empty()) return std::nullopt;
    return value;
}

}  // namespace

std::string caption_file_to_utf8(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE")) return from_utf16(bytes.substr(2), false);
    if (bytes.starts_with("\xFE\xFF")) return from_utf16(bytes.substr(2), true);
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (is_utf8(bytes)) return std::string(bytes);
    std::string text;
    for (const char c : bytes)
        append_character(text, static_cast<std::uint8_t>(c));
    return text;
}

std::string plain_caption_text(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        if (const std::size_t tag = tag_length(text); tag > 0) {
            text.remove_prefix(tag);
            continue;
        }
        if (text.front() == '&') {
            const std::size_t end = text.substr(0, max_entity_bytes).find(';');
            if (end != std::string_view::npos) {
                if (const auto character = entity_of(text.substr(1, end - 1))) {
                    append_valid(plain, *character);
                    text.remove_prefix(end + 1);
                    continue;
                }
            }
        }
        plain += text.front();
        text.remove_prefix(1);
    }
    plain = tidy_line(plain);
    std::string_view words = plain;
    while (words.starts_with(">>") || words.starts_with("- ") || words.starts_with(' ')) {
        words.remove_prefix(words.starts_with(">>") ? 2 : 1);
    }
    return std::string(words);
}

}  // namespace lectern::media
