#pragma once

#include "domain/base/error.hpp"
#include "domain/lecture/lecture.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern {

// One line of a plan that a person sends; with an `id` it keeps that snippet.
struct PlanItem {
    std::optional<std::int64_t> id;
    std::string name;
    std::string summary;
    double start = 0;
    double end = 0;
};

// What replacing a plan does to the snippets there are.
struct PlanChange {
    struct Kept {
        std::int64_t id;
        PlanItem item;
        int position;
        bool clip_stays;  // its bounds are unchanged
    };
    struct Added {
        PlanItem item;
        int position;
    };
    std::vector<Kept> kept;
    std::vector<Added> added;
    std::vector<std::int64_t> dropped;
};

inline constexpr std::size_t max_plan_items = 500;

// Checks bounds against the recording's duration (when known) and ids against the snippets of this lecture;
// lists every mistake by field path ("snippets.1.end").
Result<PlanChange> plan_change(const std::vector<Snippet>& current, const std::vector<PlanItem>& items,
                               std::optional<double> duration);

}  // namespace lectern
