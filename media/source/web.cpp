#include "media/source/file_name.hpp"
#include "media/source/sources.hpp"

#include <algorithm>

namespace lectern::media {
namespace {

Setback meaning_of(const Page& page) {
    const int status = page.head.status;
    const std::string detail = "status " + std::to_string(status) + " from " + page.url.for_log();
    if (status == 404 || status == 410)
        return give_up(Failure::permanent("There is no file at this link (any more).", detail));
    if (status == 401 || status == 403)
        return give_up(
            Failure::permanent("The host of the link gives this file out only after a sign-in.", detail));
    if (auto setback = setback_of_status(page)) return std::move(*setback);
    if (is_html(page.head))
        return give_up(Failure::permanent("The link leads to a web page, not to a recording.", detail));
    return give_up(Failure::permanent("The host of the link does not give the recording out.", detail));
}

}  // namespace

Outcome<> fetch_web(const SourceLink& link, const SourceOptions& options, TargetFile& file,
                    const Control& control) {
    const auto url = Url::parse(link.url);
    if (!url) return Failure::permanent("The link is not a web address.");
    Download::Rules rules;
    rules.is_file = [](const HttpHead& head) { return head.find("Content-Disposition") || !is_html(head); };
    rules.refuse = [&](const Url& next) -> std::optional<Failure> {
        const auto& hosts = options.allowed_hosts;
        if (next.scheme == "https" && std::ranges::find(hosts, next.authority()) != hosts.end()) return {};
        return Failure::permanent("The link leads on to a host that this server does not visit.",
                                  "redirect to " + next.for_log());
    };
    rules.user_agent = "Lectern/0.1";
    // Without a better one, the last part of the path is the name.
    file.describe(clean_file_name(percent_decode(url->path)), {});
    Download download(file, options, rules, control);

    return download.run([&]() -> Try<> {
        CookieJar cookies;
        auto page = download.ask(*url, &cookies);
        if (page.has_error()) return page.error();
        if (*page) return meaning_of(**page);
        return {};
    });
}

}  // namespace lectern::media
