#pragma once

#include "media/playlist/stream_plan.hpp"

#include <string_view>

namespace lectern::media {

// Reads a media presentation description (MPEG-DASH) that came from `url`: of each period the main video,
// not taller than `most_height` if there is a choice, and the main audio. Pure. Fails permanently if the text
// is not such a description, the stream is live or protected, or the plan would exceed its limits. Fails as
// cancelled when `stop` is requested.
Outcome<StreamPlan> plan_dash(std::string_view text, const Url& url, int most_height,
                              std::stop_token stop = {});

}  // namespace lectern::media
