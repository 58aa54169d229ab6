#include "media/playlist/read_stream_plan.hpp"

#include "media/download/allowed_hosts.hpp"
#include "media/playlist/dash_plan.hpp"
#include "media/playlist/hls_plan.hpp"
#include "media/playlist/playlist_kind.hpp"

namespace lectern::media {
namespace {

struct MediaPlaylist {
    Url url;
    HlsMedia media;
};

Outcome<MediaPlaylist> ask_media(const Url& base, const std::string& uri, Download& pages,
                                 CookieJar& cookies) {
    const auto address = resolve_piece(base, uri);
    if (!address) return address.error();
    std::optional<Page> page;
    const auto asked = pages.run([&]() -> Try<> {
        auto answer = pages.ask_page(*Url::parse(*address), &cookies);
        if (answer.has_error()) return answer.error();
        if (answer->head.status != 200) return meaning_of_page(*answer);
        page = std::move(*answer);
        return {};
    });
    if (asked.has_error()) return asked.error();
    auto playlist = parse_hls(page->body);
    if (!playlist) return playlist.error();
    auto* media = std::get_if<HlsMedia>(&*playlist);
    if (!media) return damaged_playlist("a master playlist leads to another one: " + page->url.for_log());
    return MediaPlaylist{page->url, std::move(*media)};
}

Outcome<StreamPlan> read_hls(const Page& first, Download& pages, CookieJar& cookies,
                             const PlaylistOptions& options, const std::stop_token& stop) {
    auto playlist = parse_hls(first.body);
    if (!playlist) return playlist.error();
    if (const auto* media = std::get_if<HlsMedia>(&*playlist))
        return plan_hls(*media, first.url, nullptr, nullptr, stop);
    const HlsChoice choice = choose(std::get<HlsMaster>(*playlist), options.playlist_height);
    const auto stream = ask_media(first.url, choice.uri, pages, cookies);
    if (!stream) return stream.error();
    if (choice.audio_uri.empty()) return plan_hls(stream->media, stream->url, nullptr, nullptr, stop);
    const auto audio = ask_media(first.url, choice.audio_uri, pages, cookies);
    if (!audio) return audio.error();
    return plan_hls(stream->media, stream->url, &audio->media, &audio->url, stop);
}

Outcome<> check_address(const std::string& text, const DownloadOptions& options) {
    const auto url = Url::parse(text);
    if (!url) return damaged_playlist("address");
    auto refused = refuse_unless_allowed(*url, options);
    return refused ? Outcome<>(std::move(*refused)) : Outcome<>();
}

Outcome<> check_addresses(const StreamPlan& plan, const DownloadOptions& options) {
    for (const std::string& key : plan.keys)
        if (auto checked = check_address(key, options); checked.has_error()) return checked;
    for (const Part& part : plan.parts)
        for (const Run& run : part.runs)
            for (const Piece& piece : run.pieces)
                if (auto checked = check_address(piece.url, options); checked.has_error()) return checked;
    return {};
}

}  // namespace

Outcome<StreamPlan> read_stream_plan(const Page& first, Download& pages, CookieJar& cookies,
                                     const PlaylistOptions& options, const WorkControl& control) {
    if (!first.whole) return endless_playlist("text of more than " + std::to_string(longest_playlist));
    auto plan = playlist_kind(first.body) == PlaylistKind::dash
                    ? plan_dash(first.body, first.url, options.playlist_height, control.stop)
                    : read_hls(first, pages, cookies, options, control.stop);
    if (!plan) return plan.error();
    if (auto checked = check_addresses(*plan, options); checked.has_error()) return checked.error();
    return plan;
}

}  // namespace lectern::media
