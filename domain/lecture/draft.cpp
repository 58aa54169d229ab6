#include "domain/lecture/draft.hpp"

namespace lectern {

Draft draft_of_plan(const LectureWithSnippets& plan) {
    Draft draft;
    draft.base_revision = plan.lecture.revision;
    draft.version = "plan-" + std::to_string(plan.lecture.revision);
    draft.items.reserve(plan.snippets.size());
    for (const Snippet& snippet : plan.snippets)
        draft.items.push_back(
            {{snippet.id, snippet.name, snippet.summary, snippet.start, snippet.end}, std::nullopt});
    return draft;
}

}  // namespace lectern
