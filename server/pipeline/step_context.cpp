#include "server/pipeline/step_context.hpp"

#include "storage/lectures/lecture_store.hpp"

namespace lectern::pipeline {

Lecture lecture_of(storage::LectureStore& lectures, const jobs::StepContext& context) {
    const auto lecture = lectures.get(context.job().lecture_id.value_or(0));
    if (!lecture) throw storage::LeaseLost();
    return *lecture;
}

WorkControl control_of(jobs::StepContext& context, double from, double to) {
    return {context.stop(),
            [&context, from, to](double done) { context.progress(from + (to - from) * done); }};
}

}  // namespace lectern::pipeline
