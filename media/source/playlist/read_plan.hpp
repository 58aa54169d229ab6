#pragma once

#include "media/source/download.hpp"
#include "media/source/playlist/plan.hpp"

namespace lectern::media {

// What the playlist in `first` comes to, with the playlists that it leads to, which `pages` asks for. Every
// address of the plan is one that may be asked.
Outcome<StreamPlan> read_plan(const Page& first, Download& pages, CookieJar& cookies,
                              const SourceOptions& options, const Control& control);

}  // namespace lectern::media
