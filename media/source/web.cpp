#include "media/source/web.hpp"

#include "media/download/allowed_hosts.hpp"
#include "media/download/download.hpp"
#include "media/download/recording_name.hpp"
#include "media/playlist/fetch_playlist.hpp"
#include "media/playlist/playlist_kind.hpp"

#include <algorithm>

namespace lectern::media {
namespace {

std::string type_of(const HttpHead& head) {
    const std::string* type = head.find("Content-Type");
    return type ? *type : std::string();
}

Setback no_playlist(const Page& page) {
    return give_up(Failure::permanent("The link leads to a playlist, but its host sent something else.",
                                      "from " + page.url.for_log()));
}

}  // namespace

Outcome<> fetch_web(const SourceLink& link, const SourceOptions& options, const FetchTarget& target,
                    TargetFile& file, const WorkControl& control) {
    if (file.made()) return {};
    const auto url = Url::parse(link.url);
    if (!url) return Failure::permanent("The link is not a web address.");
    Download::Rules rules;
    rules.is_file = [&](const HttpHead& head) {
        if (names_playlist(*url, type_of(head))) return false;
        return head.find("Content-Disposition") || !is_html(head);
    };
    rules.refuse = [&](const Url& next) { return refuse_unless_allowed(next, options); };
    rules.user_agent = "Lectern/0.1";
    rules.longest_page = longest_playlist;
    // The name, if the server does not give one: the last part of the path.
    file.describe(clean_recording_name(percent_decode(url->path)), {});
    Download download(file, options, rules, control);

    CookieJar cookies;
    std::optional<Page> playlist;
    const auto outcome = download.run([&]() -> Try<> {
        cookies.lines.clear();
        auto page = download.ask(*url, &cookies);
        if (page.has_error()) return page.error();
        if (!*page) return {};
        if ((*page)->head.status != 200) return meaning_of_page(**page);
        if (playlist_kind((*page)->body) == PlaylistKind::none)
            return is_html((*page)->head) ? meaning_of_page(**page) : no_playlist(**page);
        playlist = std::move(*page);
        return {};
    });
    if (outcome.has_error()) return outcome;
    if (!playlist && is_unnamed_playlist(file, download.answered())) {
        playlist = Page{download.answered(), {}, file.text()};
        file.restart();
    }
    if (!playlist) return {};
    return fetch_playlist(*playlist, link.key, options, target, file, cookies, control);
}

}  // namespace lectern::media
