#pragma once

#include "domain/job/failure.hpp"
#include "media/source/fetch.hpp"
#include "server/jobs/step.hpp"

#include <string>

namespace lectern::storage {
class StateFolder;
}

namespace lectern::pipeline {

// Downloads the link into work/<name>. Continues after the last attempt, from the job's checkpoint. `share`
// (0..1): the part of the step's progress that the download is. Blocks.
Outcome<media::FetchedFile> fetch_to_work(const storage::StateFolder& folder,
                                          const media::SourceOptions& sources, const media::SourceLink& link,
                                          const std::string& name, jobs::StepContext& context,
                                          double share = 1);

}  // namespace lectern::pipeline
