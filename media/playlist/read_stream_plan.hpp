#pragma once

#include "media/download/download.hpp"
#include "media/playlist/options.hpp"
#include "media/playlist/stream_plan.hpp"

namespace lectern::media {

// What the playlist in `first` comes to, with the playlists that it leads to, which `pages` asks for. Every
// address of the plan is one that may be asked.
Outcome<StreamPlan> read_stream_plan(const Page& first, Download& pages, CookieJar& cookies,
                                     const PlaylistOptions& options, const WorkControl& control);

}  // namespace lectern::media
