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
    std::optional<JobPriority> priority = {};    // none: that of the kind
    std::optional<std::string> serial_key = {};  // none: that of the scope (domain/job/serial_key.hpp)
    std::optional<std::int64_t> lecture_id = {};
    std::optional<std::int64_t> snippet_id = {};
    std::string host = {};
    std::string payload = "{}";
    std::optional<int> max_attempts = {};  // none: that of the kind
};

// A job for the same work, of which nothing has been attempted yet.
NewJob same_again(const Job& job, std::string new_id);

// Both functions run inside a transaction of the caller. `checkpoint`: where an earlier job for the same work
// has stopped.

// Error: busy if `max_open` jobs that count toward the bound are queued or running already. (On PostgreSQL,
// parallel writers may exceed the bound by their number.)
Result<> enqueue(Transaction& tx, const NewJob& job, Timestamp now, int max_open,
                 const std::string& checkpoint = "");

// Checks no bound, because the next job of a pipeline must never be refused.
void insert_job(Transaction& tx, const NewJob& job, Timestamp now, const std::string& checkpoint = "");

}  // namespace lectern::storage
