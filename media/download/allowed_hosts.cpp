#include "media/download/allowed_hosts.hpp"

#include <algorithm>

namespace lectern::media {

std::optional<Failure> refuse_unless_allowed(const Url& url, const DownloadOptions& options) {
    const auto& hosts = options.allowed_hosts;
    if (url.scheme == "https" && std::ranges::find(hosts, url.authority()) != hosts.end()) return {};
    return Failure::permanent(
        "The link leads on to " + url.authority() + ", which this server does not visit.", url.for_log());
}

Setback meaning_of_page(const Page& page) {
    const int status = page.head.status;
    const std::string detail = "status " + std::to_string(status) + " from " + page.url.for_log();
    if (status == 404 || status == 410)
        return give_up(Failure::permanent("There is no file at this link, or no longer.", detail));
    if (status == 401 || status == 403)
        return give_up(
            Failure::permanent("The host of the link gives this file out only after a sign-in.", detail));
    if (auto setback = setback_of_status(page)) return std::move(*setback);
    if (is_html(page.head))
        return give_up(Failure::permanent("The link leads to a web page, not to a recording.", detail));
    return give_up(Failure::permanent("The host of the link does not give the recording out.", detail));
}

}  // namespace lectern::media
