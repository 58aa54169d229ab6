#include "media/download/recording_name.hpp"

#include "media/net/url.hpp"

#include <algorithm>
#include <cstdint>
#include <map>

namespace lectern::media {
namespace {

constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_ending = 16;

// Bytes of the UTF-8 character that starts `text`, its code in `code`; 0 if it is not one.
std::size_t utf8_character(std::string_view text, std::uint32_t& code) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) {
        code = first;
        return 1;
    }
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
    code = first & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0) != 0x80) return 0;
        code = code << 6 | (byte & 0x3f);
    }
    constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool wrong = code < smallest[length] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000);
    return wrong ? 0 : length;
}

bool valid_utf8(std::string_view text) {
    for (std::uint32_t code = 0; !text.empty();) {
        const std::size_t length = utf8_character(text, code);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string from_latin1(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xc0 | byte >> 6);
            out += static_cast<char>(0x80 | (byte & 0x3f));
        }
    }
    return out;
}

bool unwanted(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x200e || code == 0x200f ||
           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

void cut(std::string& text, std::size_t length) {
    if (text.size() <= length) return;
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80)
        --length;
    text.resize(length);
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

// The text of one value: a token, or a quoted string whose backslashes are undone. Moves `rest` behind it.
std::string read_value(std::string_view& rest) {
    std::string value;
    if (!rest.starts_with('"')) {
        const std::string_view token = rest.substr(0, rest.find(';'));
        rest.remove_prefix(token.size());
        return std::string(trimmed(token));
    }
    rest.remove_prefix(1);
    while (!rest.empty() && rest[0] != '"') {
        if (rest[0] == '\\' && rest.size() > 1) rest.remove_prefix(1);
        value += rest[0];
        rest.remove_prefix(1);
    }
    rest.remove_prefix(std::min(rest.size(), rest.find(';')));
    return value;
}

// The parameters are split before anything is decoded, so that an encoded ';' or '"' cannot make new ones.
// The first of two equal names counts.
std::map<std::string, std::string> parameters_of(std::string_view header) {
    std::map<std::string, std::string> out;
    std::string_view rest = header;
    rest.remove_prefix(std::min(rest.size(), rest.find(';')));
    while (!rest.empty()) {
        rest.remove_prefix(1);  // ';'
        const auto end = std::min(rest.size(), rest.find_first_of("=;"));
        const std::string name = lower(trimmed(rest.substr(0, end)));
        rest.remove_prefix(end);
        if (!rest.starts_with('=')) continue;
        rest.remove_prefix(1);
        rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(" \t")));
        out.emplace(name, read_value(rest));
    }
    return out;
}

// "UTF-8'vi'B%C3%A0i.mp4"; "" if the character set is none of the two that may occur.
std::string decode_extended(std::string_view value) {
    const auto first = value.find('\'');
    const auto second = first == value.npos ? value.npos : value.find('\'', first + 1);
    if (second == value.npos) return {};
    const std::string charset = lower(value.substr(0, first));
    std::string text = percent_decode(value.substr(second + 1));
    if (charset == "utf-8") return valid_utf8(text) ? text : "";
    if (charset == "iso-8859-1") return from_latin1(text);
    return {};
}

}  // namespace

std::string clean_recording_name(std::string_view name) {
    const std::string text = valid_utf8(name) ? std::string(name) : from_latin1(name);
    std::string_view rest = text;
    if (const auto slash = rest.find_last_of("/\\"); slash != rest.npos) rest.remove_prefix(slash + 1);
    std::string out;
    for (std::uint32_t code = 0; !rest.empty();) {
        const std::size_t length = utf8_character(rest, code);
        if (!unwanted(code)) out += rest.substr(0, length);
        rest.remove_prefix(length);
    }
    out = trimmed(out);
    if (out == "." || out == "..") return {};
    if (out.size() > longest_name) {
        const auto dot = out.rfind('.');
        std::string ending;
        if (dot != out.npos && out.size() - dot <= longest_ending) ending = out.substr(dot);
        cut(out, longest_name - ending.size());
        out += ending;
    }
    return out;
}

std::string recording_name_in(std::string_view content_disposition) {
    const auto parameters = parameters_of(content_disposition);
    if (const auto extended = parameters.find("filename*"); extended != parameters.end())
        if (std::string name = clean_recording_name(decode_extended(extended->second)); !name.empty())
            return name;
    const auto plain = parameters.find("filename");
    return plain == parameters.end() ? std::string() : clean_recording_name(plain->second);
}

}  // namespace lectern::media
