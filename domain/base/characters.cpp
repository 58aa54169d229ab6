#include "domain/base/characters.hpp"

#include <array>

namespace lectern {
namespace {

struct Form {
    unsigned char mask, lead;
    std::size_t length;
    char32_t smallest;  // a smaller code point in this form is overlong
};

constexpr std::array<Form, 3> long_forms{
    {{0xE0, 0xC0, 2, 0x80}, {0xF0, 0xE0, 3, 0x800}, {0xF8, 0xF0, 4, 0x10000}}};

std::optional<char32_t> decode(std::string_view text, const Form& form) {
    if (text.size() < form.length) return std::nullopt;
    auto value =
        static_cast<char32_t>(static_cast<unsigned char>(text[0]) & static_cast<unsigned char>(~form.mask));
    for (std::size_t i = 1; i < form.length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0) != 0x80) return std::nullopt;
        value = (value << 6) | (byte & 0x3F);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < form.smallest || value > 0x10FFFF || surrogate) return std::nullopt;
    return value;
}

}  // namespace

std::optional<char32_t> next_character(std::string_view text, std::size_t& position) {
    const auto lead = static_cast<unsigned char>(text[position]);
    if (lead < 0x80) {
        ++position;
        return lead;
    }
    for (const Form& form : long_forms) {
        if ((lead & form.mask) != form.lead) continue;
        const auto value = decode(text.substr(position), form);
        position += value ? form.length : 1;
        return value;
    }
    ++position;
    return std::nullopt;
}

bool is_utf8(std::string_view text) {
    for (std::size_t position = 0; position < text.size();) {
        if (!next_character(text, position)) return false;
    }
    return true;
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t position = 0; position < text.size(); ++count)
        next_character(text, position);
    return count;
}

std::string_view whole_characters(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    std::size_t end = 0;
    for (std::size_t next = 0; next <= bytes; next_character(text, next))
        end = next;
    return text.substr(0, end);
}

void append_character(std::string& text, char32_t character) {
    if (character < 0x80) {
        text += static_cast<char>(character);
        return;
    }
    const Form& form = long_forms[character < 0x800 ? 0 : character < 0x10000 ? 1 : 2];
    std::size_t shift = 6 * (form.length - 1);
    text += static_cast<char>(form.lead | (character >> shift));
    while (shift > 0) {
        shift -= 6;
        text += static_cast<char>(0x80 | ((character >> shift) & 0x3F));
    }
}

}  // namespace lectern
