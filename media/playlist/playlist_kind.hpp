#pragma once

#include "media/download/target_file.hpp"
#include "media/net/url.hpp"
#include "media/playlist/stream_plan.hpp"

#include <string_view>

namespace lectern::media {

// Bytes.
constexpr std::size_t longest_playlist = PlaylistLimits::text_bytes;

enum class PlaylistKind { none, hls, dash };

// By its first bytes.
PlaylistKind playlist_kind(std::string_view text);

// Whether an address (by its ending) or an answer (by its Content-Type) says that it is a playlist.
bool names_playlist(const Url& url, std::string_view content_type);

// Whether the downloaded file is a playlist although neither address nor Content-Type says so. A file that is
// named as a recording is never a playlist: one in its place would be a mistake or an attack.
bool is_unnamed_playlist(const TargetFile& file, const Url& url);

}  // namespace lectern::media
