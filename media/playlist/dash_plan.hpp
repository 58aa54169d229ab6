#pragma once

#include "media/playlist/stream_plan.hpp"

#include <string_view>

namespace lectern::media {

// Reads a media presentation description (MPEG-DASH) that came from `url`: of each period the main video,
// not taller than `most_height` if there is a choice, and the main audio. Pure. Fails permanently for what is
// none, is live or protected, or passes the limits of a plan; as cancelled when asked to stop.
Outcome<StreamPlan> plan_dash(std::string_view text, const Url& url, int most_height,
                              std::stop_token stop = {});

}  // namespace lectern::media
