#pragma once

#include "domain/base/time.hpp"
#include "domain/lecture/plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern {

// An item of a draft. It may be unfinished: only the limits of its members are kept.
struct DraftItem {
    PlanItem item;
    std::optional<std::string> key;  // a client's own name for an item that is not in the plan yet
};

// A plan that people work on. It touches no snippet and no clip until it is published.
struct Draft {
    std::int64_t base_revision = 1;     // of the plan that it began with
    std::string version;                // different after each save
    std::optional<Timestamp> saved_at;  // none: nothing is saved, and the items are those of the plan
    std::vector<DraftItem> items;
};

// The draft of a plan on which nobody works.
Draft draft_of_plan(const LectureWithSnippets& plan);

}  // namespace lectern
