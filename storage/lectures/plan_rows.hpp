#pragma once

#include "domain/lecture/lecture.hpp"
#include "domain/lecture/plan.hpp"
#include "domain/topics/analysis.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace lectern::storage {

// How the plan of a lecture changes, and the topics that the analysis has found for it. All of these run
// inside a transaction of their caller, which has locked the lecture; lock_plan() does that.

// The current revision of the plan must be one of these; without a value it may be any.
using PlanCondition = std::optional<std::set<std::int64_t>>;

// The plan of a lecture that exists.
LectureWithSnippets plan_now(Transaction& tx, std::int64_t lecture_id);

// Locks the lecture. Returns its plan if that may be changed. Errors: not_found; outdated if `only_if` does
// not hold; conflict while the pipeline runs.
Result<LectureWithSnippets> lock_plan(Transaction& tx, std::int64_t lecture_id, const PlanCondition& only_if);

// `before`: as it is now. The plan gets a new revision. A cut that runs for a snippet which shows something
// else now is ended, and a new job carries out its order.
void apply_plan(Transaction& tx, const LectureWithSnippets& before, const PlanChange& change, Timestamp now);

// Replaces the ones that were kept before.
void keep_topics(Transaction& tx, std::int64_t lecture_id, const std::vector<topics::Topic>& topics);
std::vector<topics::Topic> kept_topics(Transaction& tx, std::int64_t lecture_id);

// The change that makes the topics the plan. A snippet with the bounds of a topic stays, with its clip.
PlanChange change_to_topics(const std::vector<Snippet>& current, const std::vector<topics::Topic>& topics);

}  // namespace lectern::storage
