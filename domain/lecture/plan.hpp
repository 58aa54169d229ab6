#pragma once

#include "domain/base/error.hpp"
#include "domain/lecture/lecture.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern {

// One item of the plan that a person sends. With an `id` it keeps the snippet that has this id.
struct PlanItem {
    std::optional<std::int64_t> id;
    std::string name;
    std::string summary;
    double start = 0;  // seconds
    double end = 0;
};

// What happens to the present snippets when a new plan replaces the old one.
struct PlanChange {
    struct Kept {
        std::int64_t id;
        PlanItem item;
        int position;
        bool shows_other;  // its bounds or its name differ: a cut that runs makes an old clip
    };
    struct Added {
        PlanItem item;
        int position;
    };
    std::vector<Kept> kept;
    std::vector<Added> added;
    std::vector<std::int64_t> dropped;  // ids of snippets
};

inline constexpr std::size_t max_plan_items = 500;

// Compares a new plan with the present snippets of the lecture. `duration`: of the recording in seconds; no
// bound is checked against it while it is unknown. Error::invalid names every bad field by its path
// ("snippets.1.end").
Result<PlanChange> plan_change(const std::vector<Snippet>& current, const std::vector<PlanItem>& items,
                               std::optional<double> duration);

// The same for items that are known to be right: their ids, where they have one, are those of different
// snippets in `current`. No limit is checked.
PlanChange match_plan(const std::vector<Snippet>& current, const std::vector<PlanItem>& items);

}  // namespace lectern
