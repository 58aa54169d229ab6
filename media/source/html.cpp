#include "media/source/html.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/characters.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace lectern::media {
namespace {

constexpr std::string_view blank = " \t\r\n\f";

// Appends the character that "&name;" stands for; false if there is no such entity.
bool append_entity(std::string& out, std::string_view name) {
    constexpr std::pair<std::string_view, char> named[] = {{"amp", '&'},  {"lt", '<'},    {"gt", '>'},
                                                           {"quot", '"'}, {"apos", '\''}, {"nbsp", ' '}};
    for (const auto& [known, character] : named) {
        if (name != known) continue;
        out += character;
        return true;
    }
    if (!name.starts_with('#')) return false;
    name.remove_prefix(1);
    const bool hex = name.starts_with('x') || name.starts_with('X');
    if (hex) name.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
    if (error != std::errc() || end != name.data() + name.size()) return false;
    const bool is_character = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    append_character(out, is_character ? code : 0xfffd);
    return true;
}

}  // namespace

std::string decode_entities(std::string_view text) {
    constexpr std::size_t longest_entity = 10;
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '&') {
            const auto end = text.substr(i + 1, longest_entity).find(';');
            if (end != text.npos && append_entity(out, text.substr(i + 1, end))) {
                i += end + 1;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

std::string_view HtmlTag::attribute(std::string_view wanted) const {
    const auto found =
        std::ranges::find(attributes, wanted, [](const auto& pair) { return std::string_view(pair.first); });
    return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

bool HtmlTag::has_class(std::string_view wanted) const {
    std::string_view list = attribute("class");
    while (!list.empty()) {
        const std::string_view item = list.substr(0, list.find_first_of(blank));
        if (item == wanted) return true;
        list.remove_prefix(std::min(list.size(), item.size() + 1));
    }
    return false;
}

std::optional<HtmlTag> HtmlScanner::next() {
    for (;;) {
        const auto open = rest_.find('<');
        if (open == rest_.npos || open + 1 == rest_.size()) break;
        rest_.remove_prefix(open + 1);
        if (rest_.starts_with("!--")) {
            skip_past("-->");
        } else if (rest_[0] == '!' || rest_[0] == '?') {
            skip_past(">");
        } else if (rest_[0] == '/' || ascii::is_letter(rest_[0])) {
            HtmlTag tag = read_tag();
            if (!tag.closing && tag.name == "script") skip_past("</script");
            if (!tag.closing && tag.name == "style") skip_past("</style");
            return tag;
        }
    }
    rest_ = {};
    return {};
}

std::string HtmlScanner::text() const {
    return decode_entities(rest_.substr(0, rest_.find('<')));
}

void HtmlScanner::skip_past(std::string_view end) {
    const auto at = rest_.find(end);
    rest_.remove_prefix(at == rest_.npos ? rest_.size() : at + end.size());
}

void HtmlScanner::skip_blank() {
    rest_.remove_prefix(std::min(rest_.size(), rest_.find_first_not_of(blank)));
}

HtmlTag HtmlScanner::read_tag() {
    HtmlTag tag;
    if (rest_.starts_with('/')) {
        tag.closing = true;
        rest_.remove_prefix(1);
    }
    const auto length = std::min(rest_.size(), rest_.find_first_of(" \t\r\n\f/>"));
    tag.name = ascii::lower(rest_.substr(0, length));
    rest_.remove_prefix(length);
    for (;;) {
        skip_blank();
        if (rest_.empty()) return tag;
        if (rest_[0] == '>') {
            rest_.remove_prefix(1);
            return tag;
        }
        if (rest_[0] == '/') {
            rest_.remove_prefix(1);
            continue;
        }
        auto attribute = read_attribute();
        // Of two equal names the first counts, as in browsers. The limit keeps the time linear for a hostile
        // page.
        if (tag.attributes.size() < 64) tag.attributes.push_back(std::move(attribute));
    }
}

std::pair<std::string, std::string> HtmlScanner::read_attribute() {
    // Takes at least one character, so that a stray '=' cannot stop the scanner.
    const auto length = std::min(rest_.size(), rest_.find_first_of(" \t\r\n\f/>=", 1));
    std::string name = ascii::lower(rest_.substr(0, length));
    rest_.remove_prefix(length);
    skip_blank();
    if (!rest_.starts_with('=')) return {name, {}};
    rest_.remove_prefix(1);
    skip_blank();
    if (rest_.empty()) return {name, {}};
    std::string_view value;
    if (const char quote = rest_[0]; quote == '"' || quote == '\'') {
        rest_.remove_prefix(1);
        value = rest_.substr(0, rest_.find(quote));
        rest_.remove_prefix(std::min(rest_.size(), value.size() + 1));
    } else {
        value = rest_.substr(0, rest_.find_first_of(" \t\r\n\f>"));
        rest_.remove_prefix(value.size());
    }
    return {std::move(name), decode_entities(value)};
}

}  // namespace lectern::media
