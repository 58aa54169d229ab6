#include "media/playlist/playlist_kind.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace lectern::media {
namespace {

constexpr std::size_t head_bytes = 4096;

constexpr std::array<std::string_view, 3> endings = {".m3u8", ".m3u", ".mpd"};
constexpr std::array<std::string_view, 6> types = {"application/vnd.apple.mpegurl",
                                                   "application/x-mpegurl",
                                                   "application/mpegurl",
                                                   "audio/mpegurl",
                                                   "audio/x-mpegurl",
                                                   "application/dash+xml"};
constexpr std::array<std::string_view, 16> recordings = {".mp4", ".m4v", ".m4a", ".mov", ".mkv", ".webm",
                                                         ".ts",  ".mts", ".avi", ".flv", ".wmv", ".asf",
                                                         ".mp3", ".aac", ".ogg", ".mpeg"};

// Without parameters.
std::string plain_type(std::string_view content_type) {
    return ascii::lower(ascii::trimmed(content_type.substr(0, content_type.find(';'))));
}

bool ends_with_one_of(std::string_view path, const auto& list) {
    const std::string plain = ascii::lower(path);
    return std::ranges::any_of(list, [&](std::string_view ending) { return plain.ends_with(ending); });
}

}  // namespace

PlaylistKind playlist_kind(std::string_view text) {
    text = text.substr(0, head_bytes);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    text = ascii::trimmed(text);
    if (text.starts_with("#EXTM3U")) return PlaylistKind::hls;
    const bool root = text.find("<MPD") != text.npos || text.find(":MPD") != text.npos;
    return text.starts_with('<') && root ? PlaylistKind::dash : PlaylistKind::none;
}

bool names_playlist(const Url& url, std::string_view content_type) {
    return ends_with_one_of(url.path, endings) ||
           std::ranges::find(types, plain_type(content_type)) != types.end();
}

bool is_unnamed_playlist(const TargetFile& file, const Url& url) {
    if (file.arrival().have > static_cast<std::int64_t>(longest_playlist)) return false;
    const std::string type = plain_type(file.type());
    if (type.starts_with("video/") || type.starts_with("audio/") || ends_with_one_of(url.path, recordings))
        return false;
    return playlist_kind(file.text()) != PlaylistKind::none;
}

}  // namespace lectern::media
