#pragma once

#include "domain/base/work_control.hpp"
#include "media/download/target_file.hpp"
#include "media/source/link.hpp"
#include "media/source/options.hpp"

namespace lectern::media {

// Downloads a file from Google Drive by its API, with SourceOptions::drive_api_key. `file` is taken up
// already.
Outcome<> fetch_drive_by_api(const SourceLink& link, const SourceOptions& options, TargetFile& file,
                             const WorkControl& control);

}  // namespace lectern::media
