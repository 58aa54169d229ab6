#pragma once

#include "domain/base/work_control.hpp"
#include "media/download/fetch_target.hpp"
#include "media/source/link.hpp"
#include "media/source/options.hpp"

namespace lectern::media {

// Copies a file of the import folder or the demo lecture, and the subtitles beside it. Copies anew in each
// attempt.
Outcome<FetchedFile> fetch_import(const SourceLink& link, const SourceOptions& options,
                                  const FetchTarget& target, const WorkControl& control);

// Whether the demo lecture is there. Blocks.
bool has_demo_lecture(const SourceOptions& options);

}  // namespace lectern::media
