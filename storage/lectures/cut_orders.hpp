#pragma once

#include "domain/base/error.hpp"
#include "domain/job/kinds.hpp"
#include "domain/lecture/lecture.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>

namespace lectern::storage {

// How a clip is to be cut.
struct CutOrder {
    std::string payload;  // JSON for the job
    JobKind kind = JobKind::cut;
};

struct StartedCut {
    std::string task_id;
    bool already_running = false;
    std::optional<std::string> replaced = {};  // the task of another order that was open; it has ended
};

// Queues a cut of this snippet, whose lecture is locked and has a recording. If a cut with the same order is
// queued or running, returns that one; a different one is cancelled, and the new one takes its place. Error:
// busy.
Result<StartedCut> order_cut(Transaction& tx, const Snippet& snippet, const CutOrder& order,
                             const std::string& new_job_id, Timestamp now, int max_open_jobs);

}  // namespace lectern::storage
