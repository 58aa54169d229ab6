#pragma once

#include "media/source/download.hpp"
#include "media/source/playlist/parts_file.hpp"
#include "media/source/playlist/plan.hpp"

namespace lectern::media {

// Brings those pieces of the plan into the file that are not there yet, in their order, and the keys that
// they need. Progress is reported as a fraction of the plan's time.
Outcome<> fetch_pieces(const StreamPlan& plan, PartsFile& parts, CookieJar& cookies,
                       const SourceOptions& options, const Control& control);

}  // namespace lectern::media
