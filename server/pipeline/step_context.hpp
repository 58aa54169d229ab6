#pragma once

#include "domain/base/work_control.hpp"
#include "domain/lecture/lecture.hpp"
#include "server/jobs/step.hpp"

namespace lectern::storage {
class LectureStore;
}

namespace lectern::pipeline {

// The lecture of a job; throws LeaseLost when it has been deleted.
Lecture lecture_of(storage::LectureStore& lectures, const jobs::StepContext& context);

// Stop token and progress of a step, as functions of media take them. `from`..`to` (0..1) is the share of the
// step that they work on.
WorkControl control_of(jobs::StepContext& context, double from = 0, double to = 1);

}  // namespace lectern::pipeline
