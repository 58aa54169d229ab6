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

// Plans of lectures, their snippets and the cuts of these. Every method is one transaction and blocks. Files
// are never touched here: what has to go is written to the outbox (storage/files) in the same transaction.
class SnippetStore {
public:
    SnippetStore(Database& database, int max_open_jobs)
        : database_(database), max_open_jobs_(max_open_jobs) {}

    // Replaces the lecture's plan as a whole; conflict while the pipeline runs, not_found, invalid with all
    // field errors.
    Result<LectureWithSnippets> set_plan(std::int64_t lecture_id, const std::vector<PlanItem>& items,
                                         Timestamp now);

    std::optional<Snippet> get(std::int64_t id);

    // The snippet of this lecture whose clip has this file name.
    std::optional<Snippet> clip_by_name(std::int64_t lecture_id, const std::string& storage_link);

    // Queues a cut, or gives the cut that is queued or running. not_found; busy; conflict without a
    // recording.
    Result<StartedCut> start_cut(std::int64_t snippet_id, const std::string& payload,
                                 const std::string& new_job_id, Timestamp now);

private:
    Database& database_;
    int max_open_jobs_;
};

}  // namespace lectern::storage
