#include "media/download/recording_name.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/characters.hpp"
#include "media/net/url.hpp"

#include <algorithm>
#include <map>

namespace lectern::media {
namespace {

constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_ending = 16;
constexpr std::string_view blank = " \t";

std::string from_latin1(std::string_view text) {
    std::string out;
    for (const char c : text)
        append_character(out, static_cast<unsigned char>(c));
    return out;
}

bool unwanted(char32_t code) {
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x200e || code == 0x200f ||
           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

// The text of one value: a token, or a quoted string whose backslashes are undone. Moves `rest` behind it.
std::string read_value(std::string_view& rest) {
    std::string value;
    if (!rest.starts_with('"')) {
        const std::string_view token = rest.substr(0, rest.find(';'));
        rest.remove_prefix(token.size());
        return std::string(ascii::trimmed(token, blank));
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
        const std::string name = ascii::lower(ascii::trimmed(rest.substr(0, end), blank));
        rest.remove_prefix(end);
        if (!rest.starts_with('=')) continue;
        rest.remove_prefix(1);
        rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(blank)));
        out.emplace(name, read_value(rest));
    }
    return out;
}

// "UTF-8'vi'B%C3%A0i.mp4" -> "Bài.mp4"; "" for a character set other than UTF-8 and ISO-8859-1.
std::string decode_extended(std::string_view value) {
    const auto first = value.find('\'');
    const auto second = first == value.npos ? value.npos : value.find('\'', first + 1);
    if (second == value.npos) return {};
    const std::string charset = ascii::lower(value.substr(0, first));
    std::string text = percent_decode(value.substr(second + 1));
    if (charset == "utf-8") return is_utf8(text) ? text : "";
    if (charset == "iso-8859-1") return from_latin1(text);
    return {};
}

}  // namespace

std::string clean_recording_name(std::string_view name) {
    const std::string text = is_utf8(name) ? std::string(name) : from_latin1(name);
    std::string_view rest = text;
    if (const auto slash = rest.find_last_of("/\\"); slash != rest.npos) rest.remove_prefix(slash + 1);
    std::string out;
    for (std::size_t at = 0; at < rest.size();) {
        const std::size_t begin = at;
        const auto character = next_character(rest, at);
        if (character && !unwanted(*character)) out += rest.substr(begin, at - begin);
    }
    out = ascii::trimmed(out, blank);
    if (out == "." || out == "..") return {};
    if (out.size() > longest_name) {
        const auto dot = out.rfind('.');
        std::string ending;
        if (dot != out.npos && out.size() - dot <= longest_ending) ending = out.substr(dot);
        out = std::string(whole_characters(out, longest_name - ending.size())) + ending;
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
