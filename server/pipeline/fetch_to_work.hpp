#pragma once

#include "domain/job/failure.hpp"
#include "media/source/fetch.hpp"
#include "server/jobs/step.hpp"

#include <string>

namespace lectern::storage {
class StateFolder;
}

namespace lectern::pipeline {

// Fetches the link into work/<name>, from where the job's checkpoint says that the attempt before left off.
// `share` (0..1): how much of the step's progress this is.
Outcome<media::FetchedFile> fetch_to_work(const storage::StateFolder& folder,
                                          const media::SourceOptions& sources, const media::SourceLink& link,
                                          const std::string& name, jobs::StepContext& context,
                                          double share = 1);

}  // namespace lectern::pipeline
