#pragma once

#include "domain/lecture/draft.hpp"
#include "storage/lectures/cut_orders.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace lectern::storage {

// Which clips are cut when a draft is published.
enum class CutsOfDraft {
    none,
    changed,  // those that are missing or stale
    all,
};

struct Publication {
    std::int64_t revision = 1;                // of the plan that the draft is to replace
    std::optional<std::string> version = {};  // of the draft; none: whatever it is
    CutsOfDraft cuts = CutsOfDraft::changed;
    CutOrder order = {};
};

struct Published {
    LectureWithSnippets plan;
    std::vector<std::string> replaced;  // tasks of cuts whose place others have taken
};

// The drafts of plans, one a lecture. Every method is one transaction and blocks.
class DraftStore {
public:
    DraftStore(Database& database, int max_open_jobs) : database_(database), max_open_jobs_(max_open_jobs) {}

    // The plan itself if nothing is saved; nullopt if there is no such lecture.
    std::optional<Draft> get(std::int64_t lecture_id);

    // Replaces the draft. `only_if`: its version must be one of these; without a value it may be any. Errors:
    // not_found; outdated if `only_if` does not hold; conflict while the pipeline runs; invalid for a
    // revision that the plan has not had.
    Result<Draft> save(std::int64_t lecture_id, const Draft& draft,
                       const std::optional<std::set<std::string>>& only_if, Timestamp now);

    // Forgets what was saved. Error: not_found.
    Result<> discard(std::int64_t lecture_id);

    // Makes the draft the plan, forgets it and queues the cuts. All or nothing. Errors: not_found; outdated
    // if the plan or the draft is another one; conflict while the pipeline runs, before the recording has
    // arrived, or if nothing is saved; invalid with all mistakes; busy.
    Result<Published> publish(std::int64_t lecture_id, const Publication& wanted, Timestamp now);

private:
    Database& database_;
    int max_open_jobs_;
};

}  // namespace lectern::storage
