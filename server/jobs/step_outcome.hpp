#pragma once

#include "server/jobs/claimed_job.hpp"
#include "server/jobs/step.hpp"

namespace lectern::jobs {

// Runs the step of a claimed job. An exception becomes a Failure.
Outcome<> outcome_of(const Step& step, ClaimedJob& job);

}  // namespace lectern::jobs
