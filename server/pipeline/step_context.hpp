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

// The stop token and the progress of a step, in the form that the functions of media/ take. `from`..`to`
// (0..1) is the part of the step's progress that the function covers. `context` must outlive the result.
WorkControl control_of(jobs::StepContext& context, double from = 0, double to = 1);

}  // namespace lectern::pipeline
