#pragma once

#include "domain/base/error.hpp"
#include "domain/lecture/lecture.hpp"
#include "domain/lecture/plan.hpp"
#include "storage/lectures/cut_orders.hpp"
#include "storage/lectures/plan_rows.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// Plans of lectures, their snippets, and the cuts of snippets. Every method is one transaction and blocks.
// The store never touches files: removals are written to the outbox (storage/files) in the same transaction.
class SnippetStore {
public:
    SnippetStore(Database& database, int max_open_jobs)
        : database_(database), max_open_jobs_(max_open_jobs) {}

    // Replaces the whole plan of a lecture. Errors: not_found; outdated if `only_if` does not hold; conflict
    // while the pipeline runs or before the recording has arrived; invalid with all mistakes.
    Result<LectureWithSnippets> set_plan(std::int64_t lecture_id, const std::vector<PlanItem>& items,
                                         Timestamp now, const PlanCondition& only_if = {});

    // Makes the topics that the analysis found the plan. If none are stored, or if they are wanted `anew`, an
    // analysis with this payload is queued instead. Errors: those of set_plan(); conflict without a
    // transcript; busy.
    Result<LectureWithSnippets> plan_of_topics(std::int64_t lecture_id, bool anew,
                                               const std::string& analysis_payload,
                                               const std::string& new_job_id, Timestamp now,
                                               const PlanCondition& only_if = {});

    // With its last cut.
    std::optional<Snippet> get(std::int64_t id);

    // The snippet of this lecture whose clip has this file name; nullopt if there is none.
    std::optional<Snippet> clip_by_name(std::int64_t lecture_id, const std::string& storage_link);

    // Queues a cut; see order_cut(). Errors: not_found; busy; conflict before the recording has arrived.
    Result<StartedCut> start_cut(std::int64_t snippet_id, const CutOrder& order,
                                 const std::string& new_job_id, Timestamp now);

    // The same for several snippets of a lecture, all of them or none; an empty list means the whole plan. In
    // the order of the plan. Errors: those of start_cut(); invalid for an id that is not in the plan.
    Result<std::vector<StartedCut>> start_cuts(std::int64_t lecture_id,
                                               const std::vector<std::int64_t>& snippet_ids,
                                               const CutOrder& order, Timestamp now);

private:
    Database& database_;
    int max_open_jobs_;
};

}  // namespace lectern::storage
