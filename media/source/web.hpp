#pragma once

#include "domain/base/work_control.hpp"
#include "media/download/target_file.hpp"
#include "media/source/link.hpp"
#include "media/source/options.hpp"

namespace lectern::media {

// Fetches what an https link leads to: a file, or the stream of a playlist. `file` is taken up already.
Outcome<> fetch_web(const SourceLink& link, const SourceOptions& options, const FetchTarget& target,
                    TargetFile& file, const WorkControl& control);

}  // namespace lectern::media
