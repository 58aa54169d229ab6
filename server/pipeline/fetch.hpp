#pragma once

#include "media/source/fetch.hpp"
#include "server/pipeline/steps.hpp"

#include <string>

namespace lectern::pipeline {

// Fetches the link into work/<name>, from where the job's checkpoint says that the attempt before left off.
// `share`: how much of the step this is.
Outcome<media::FetchedFile> fetch_to_work(const StepServices& services, const media::SourceLink& link,
                                          const std::string& name, jobs::StepContext& context,
                                          double share = 1);

}  // namespace lectern::pipeline
