#pragma once

#include "domain/base/work_control.hpp"
#include "media/download/fetch_target.hpp"
#include "media/source/link.hpp"
#include "media/source/options.hpp"

namespace lectern::media {

// Copies a file of the import folder, and the subtitles beside it. Copies anew in each attempt.
Outcome<FetchedFile> fetch_import(const SourceLink& link, const SourceOptions& options,
                                  const FetchTarget& target, const WorkControl& control);

}  // namespace lectern::media
