#pragma once

#include "media/source/download.hpp"
#include "media/source/fetch.hpp"
#include "media/source/target_file.hpp"

namespace lectern::media {

// Brings the stream that a playlist leads to into the file, as one MP4. `first`: the playlist, with the
// address from which it came; `file` is empty, and holds the whole result afterwards.
Outcome<> fetch_playlist(const Page& first, const SourceLink& link, const SourceOptions& options,
                         const FetchTarget& target, TargetFile& file, CookieJar& cookies,
                         const Control& control);

}  // namespace lectern::media
