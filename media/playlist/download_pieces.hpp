#pragma once

#include "media/download/download.hpp"
#include "media/playlist/parts_file.hpp"
#include "media/playlist/stream_plan.hpp"

namespace lectern::media {

// Downloads the pieces of the plan that are not in the file yet, in their order, and the keys that they need.
// Progress is reported as a fraction of the plan's time.
Outcome<> download_pieces(const StreamPlan& plan, PartsFile& parts, CookieJar& cookies,
                          const DownloadOptions& options, const WorkControl& control);

}  // namespace lectern::media
