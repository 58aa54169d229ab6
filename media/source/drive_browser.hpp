#pragma once

#include "domain/base/work_control.hpp"
#include "media/download/target_file.hpp"
#include "media/source/link.hpp"
#include "media/source/options.hpp"

namespace lectern::media {

// Downloads a file from Google Drive as a browser does: asks for it, and sends the form back where Drive asks
// for confirmation. `file` is taken up already.
Outcome<> fetch_drive_by_browser(const SourceLink& link, const SourceOptions& options, TargetFile& file,
                                 const WorkControl& control);

}  // namespace lectern::media
