#pragma once

#include "media/download/download.hpp"
#include "media/download/fetch_target.hpp"
#include "media/download/target_file.hpp"
#include "media/playlist/options.hpp"

namespace lectern::media {

// Fetches the stream that a playlist describes into the file, as one MP4. `first`: the playlist and its
// address. `key`: see SourceLink. `file` is empty, and holds the whole result afterwards.
Outcome<> fetch_playlist(const Page& first, const std::string& key, const PlaylistOptions& options,
                         const FetchTarget& target, TargetFile& file, CookieJar& cookies,
                         const WorkControl& control);

}  // namespace lectern::media
