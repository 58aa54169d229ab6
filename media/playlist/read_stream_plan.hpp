#pragma once

#include "media/download/download.hpp"
#include "media/playlist/options.hpp"
#include "media/playlist/stream_plan.hpp"

namespace lectern::media {

// The plan of the playlist in `first`. `pages` requests the playlists that it refers to. Every address of the
// plan has been checked: a request to it is allowed.
Outcome<StreamPlan> read_stream_plan(const Page& first, Download& pages, CookieJar& cookies,
                                     const PlaylistOptions& options, const WorkControl& control);

}  // namespace lectern::media
