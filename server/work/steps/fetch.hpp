#pragma once

#include "media/source/fetch.hpp"
#include "server/work/steps/steps.hpp"

#include <string>

namespace lectern::work {

// Fetches the link into work/<name>, from where the job's checkpoint says that the attempt before left off.
// `share`: how much of the step this is.
Outcome<media::FetchedFile> fetch_to_work(const StepServices& services, const media::SourceLink& link,
                                          const std::string& name, StepContext& context, double share = 1);

}  // namespace lectern::work
