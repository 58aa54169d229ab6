#include "media/download/page.hpp"

#include <algorithm>

namespace lectern::media {

bool is_html(const HttpHead& head) {
    constexpr std::string_view html = "text/html";
    const std::string* type = head.find("Content-Type");
    return type && type->size() >= html.size() &&
           std::ranges::equal(type->substr(0, html.size()), html, {},
                              [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
}

std::optional<Setback> setback_of_status(const Page& page) {
    const int status = page.head.status;
    const std::string detail = "status " + std::to_string(status) + " from " + page.url.for_log();
    if (status == 429)
        return try_again(page.url.host + " gets too many requests at the moment.", detail,
                         page.head.retry_after());
    if (status == 408 || status >= 500)
        return try_again(page.url.host + " has a problem at the moment.", detail, page.head.retry_after());
    return {};
}

}  // namespace lectern::media
