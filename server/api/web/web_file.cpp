#include "server/api/web/web_file.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lectern::api {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> content_types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".woff2", "font/woff2"},
}};

bool is_name(std::string_view text) {
    const auto fits = [](char c) { return ascii::is_letter_or_digit(c) || c == '-' || c == '_' || c == '.'; };
    return !text.empty() && text.front() != '.' && std::ranges::all_of(text, fits);
}

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text)
        safe += c == '&' ? std::string("&amp;") : std::string(1, c);
    return safe;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

}  // namespace

std::string_view web_content_type(std::string_view path) {
    for (const auto& [ending, type] : content_types)
        if (path.ends_with(ending)) return type;
    return "";
}

bool is_web_path(std::string_view path) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return is_name(path);
    return is_name(path.substr(0, slash)) && is_name(path.substr(slash + 1));
}

std::string fill_web_shell(std::string_view shell, std::string_view base, std::string_view version) {
    std::string page(shell);
    replace_all(page, "{version}", version);
    replace_all(page, "{base}", escaped(base));
    return page;
}

}  // namespace lectern::api
