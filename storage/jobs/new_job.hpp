#pragma once

#include "domain/base/error.hpp"
#include "domain/job/job.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::storage {

struct NewJob {
    std::string id;  // UUID
    JobKind kind;
    std::optional<JobPriority> priority = {};  // none: that of the kind
    std::string serial_key = {};               // "" = beside anything
    std::optional<std::int64_t> lecture_id = {};
    std::optional<std::int64_t> snippet_id = {};
    std::string host = {};
    std::string payload = "{}";
    std::optional<int> max_attempts = {};  // none: that of the kind
};

// Both run inside a transaction of their caller. `checkpoint`: where an earlier job for the same left off.

// Error::busy when `max_open` jobs are queued or running already that count to the bound. (Writers that run
// side by side, on PostgreSQL, may pass the bound by their number.)
Result<> enqueue(Transaction& tx, const NewJob& job, Timestamp now, int max_open,
                 const std::string& checkpoint = "");

// Without a bound: the next job of a pipeline is never refused.
void insert_job(Transaction& tx, const NewJob& job, Timestamp now, const std::string& checkpoint = "");

}  // namespace lectern::storage
