#include "media/download/page.hpp"

#include "domain/base/ascii.hpp"
#include "media/net/retry_after.hpp"

namespace lectern::media {

bool is_html(const HttpHead& head) {
    constexpr std::string_view html = "text/html";
    const std::string* type = head.find("Content-Type");
    return type && ascii::equal_ignoring_case(std::string_view(*type).substr(0, html.size()), html);
}

std::optional<Setback> setback_of_status(const Page& page) {
    const int status = page.head.status;
    const std::string detail = "status " + std::to_string(status) + " from " + page.url.for_log();
    if (status == 429)
        return host_refuses(page.url.host + " gets too many requests at the moment.", detail,
                            retry_after(page.head));
    if (status >= 500)
        return host_refuses(page.url.host + " has a problem at the moment.", detail, retry_after(page.head));
    if (status == 408)
        return try_again(page.url.host + " has a problem at the moment.", detail, retry_after(page.head));
    return {};
}

}  // namespace lectern::media
