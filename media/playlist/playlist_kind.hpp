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

// Whether what came is a playlist although nothing said so. What calls itself a recording is taken at its
// word: a playlist in its place is a mistake or a trap.
bool is_unnamed_playlist(const TargetFile& file, const Url& url);

}  // namespace lectern::media
