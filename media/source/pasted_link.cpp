#include "media/source/pasted_link.hpp"

#include "domain/base/ascii.hpp"
#include "media/net/url.hpp"
#include "media/source/drive_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace lectern::media {
namespace {

constexpr int most_wraps = 3;

// Zero-width space, no-break space and byte order mark come along from chats and documents.
constexpr std::array<std::string_view, 4> unseen{"\xe2\x80\x8b", "\xc2\xa0", "\xef\xbb\xbf", "\xe2\x81\xa0"};

std::string_view without_blanks(std::string_view text) {
    for (std::size_t before = text.size() + 1; before != text.size();) {
        before = text.size();
        text = ascii::trimmed(text);
        for (const std::string_view mark : unseen) {
            if (text.starts_with(mark)) text.remove_prefix(mark.size());
            if (text.ends_with(mark)) text.remove_suffix(mark.size());
        }
    }
    return text;
}

// A closing bracket belongs to the link if the link opens it.
bool closes_nothing(std::string_view text, char open, char close) {
    return std::ranges::count(text, close) > std::ranges::count(text, open);
}

std::string_view without_punctuation(std::string_view text) {
    while (!text.empty() && std::string_view("<([{\"'`").find(text.front()) != text.npos)
        text.remove_prefix(1);
    while (!text.empty()) {
        const char last = text.back();
        const bool outside = std::string_view(">\"'`.,;:!").find(last) != std::string_view::npos ||
                             (last == ')' && closes_nothing(text, '(', ')')) ||
                             (last == ']' && closes_nothing(text, '[', ']')) ||
                             (last == '}' && closes_nothing(text, '{', '}'));
        if (!outside) break;
        text.remove_suffix(1);
    }
    return text;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

// "https%3A%2F%2F...", copied out of another address.
bool is_encoded(std::string_view link) {
    const auto percent = link.find('%');
    return percent != link.npos && ascii::equal_ignoring_case(link.substr(percent, 9), "%3A%2F%2F") &&
           ascii::equal_ignoring_case(link.substr(0, 4), "http");
}

// The address in "https://www.google.com/url?q=https://...".
std::optional<std::string> wrapped_in(const std::string& text) {
    if (text.find("/url") == std::string::npos) return {};  // most links; to divide them takes longer
    const auto url = Url::parse(text.find("://") == std::string::npos ? "https://" + text : text);
    if (!url || url->path != "/url" || !is_google(url->host)) return {};
    for (const auto& [name, value] : parse_query(url->query))
        if ((name == "q" || name == "url") && value.find("://") != std::string::npos) return value;
    return {};
}

}  // namespace

std::string pasted_link(std::string_view text) {
    std::string link(without_punctuation(without_blanks(text)));
    replace_all(link, "&amp;", "&");
    if (is_encoded(link)) link = percent_decode(link);
    for (int wraps = 0; wraps < most_wraps; ++wraps) {
        auto inner = wrapped_in(link);
        if (!inner) break;
        link = std::move(*inner);
    }
    return link;
}

}  // namespace lectern::media
