#pragma once

#include "domain/base/error.hpp"
#include "domain/lecture/lecture.hpp"
#include "domain/lecture/plan.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

struct StartedCut {
    std::string task_id;
    bool already_running = false;
};

// Plans of lectures, their snippets, and the cuts of snippets. Every method is one transaction and blocks.
// The store never touches files: removals are written to the outbox (storage/files) in the same transaction.
class SnippetStore {
public:
    SnippetStore(Database& database, int max_open_jobs)
        : database_(database), max_open_jobs_(max_open_jobs) {}

    // Replaces the whole plan of a lecture. Errors: not_found; conflict while the pipeline runs or before the
    // recording has arrived; invalid with all mistakes.
    Result<LectureWithSnippets> set_plan(std::int64_t lecture_id, const std::vector<PlanItem>& items,
                                         Timestamp now);

    std::optional<Snippet> get(std::int64_t id);

    // The snippet of this lecture whose clip has this file name; nullopt if there is none.
    std::optional<Snippet> clip_by_name(std::int64_t lecture_id, const std::string& storage_link);

    // Queues a cut, or returns the cut that is queued or running already. Errors: not_found; busy; conflict
    // before the recording has arrived.
    Result<StartedCut> start_cut(std::int64_t snippet_id, const std::string& payload,
                                 const std::string& new_job_id, Timestamp now);

private:
    Database& database_;
    int max_open_jobs_;
};

}  // namespace lectern::storage
