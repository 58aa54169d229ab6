#include "server/http/parse/target.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/characters.hpp"

namespace lectern::http {
namespace {

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

// Decodes %XX; in a query "+" is a space. A path must not contain control characters; a query may, except
// NUL, since the text of a form may contain line ends.
std::optional<std::string> decode(std::string_view text, bool in_query) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const int high = ascii::hex_value(text[i + 1]);
            const int low = ascii::hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            if (c == '\0' || (!in_query && (c == '/' || is_control(c)))) return std::nullopt;
            i += 2;
        } else if (in_query && c == '+') {
            c = ' ';
        }
        decoded += c;
    }
    if (!is_utf8(decoded)) return std::nullopt;
    return decoded;
}

bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        const std::string_view segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..") return true;
        path.remove_prefix(segment.size());
    }
    return false;
}

bool parse_query(std::string_view text, Target& target) {
    while (!text.empty()) {
        const std::size_t end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        auto name = decode(pair.substr(0, equals), true);
        auto value =
            decode(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1), true);
        if (!name || !value) return false;
        target.query.emplace_back(std::move(*name), std::move(*value));
    }
    return true;
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
    for (char c : text) {
        if (c <= 0x20 || c == 0x7f || c == '#') return std::nullopt;  // char is signed: also what is >= 0x80
    }
    Target target;
    if (text == "*") {
        target.path = "*";
        return target;
    }
    if (!text.starts_with('/')) {
        const std::size_t scheme_end = text.find("://");
        if (scheme_end == std::string_view::npos) return std::nullopt;
        const std::string_view scheme = text.substr(0, scheme_end);
        if (!ascii::equal_ignoring_case(scheme, "http") && !ascii::equal_ignoring_case(scheme, "https"))
            return std::nullopt;
        text.remove_prefix(scheme_end + 3);
        const std::string_view authority = text.substr(0, text.find_first_of("/?"));
        if (authority.empty()) return std::nullopt;
        target.authority = authority;
        text.remove_prefix(authority.size());
    }
    const std::size_t query_start = text.find('?');
    auto path = decode(text.substr(0, query_start), false);
    if (!path) return std::nullopt;
    target.path = std::move(*path);
    if (target.path.empty()) target.path = "/";  // "http://host?query"
    if (has_dot_segment(target.path)) return std::nullopt;
    if (query_start != std::string_view::npos && !parse_query(text.substr(query_start + 1), target)) {
        return std::nullopt;
    }
    return target;
}

}  // namespace lectern::http
