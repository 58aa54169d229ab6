#pragma once

#include "domain/base/time.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <string>

namespace lectern::storage {

// What jobs need of the lecture that they work for: its lock and its failure.

// Locks the lecture's row; false if there is no such lecture. A transaction that changes the lecture, or
// anything that belongs to it, calls this first.
bool lock_lecture(Transaction& tx, std::int64_t lecture_id);

// Lecture::folder_name() of a lecture that exists.
std::string folder_name_of_lecture(Transaction& tx, std::int64_t lecture_id);

// Sets the status of a lecture, which the transaction has locked, to failed. `error` is for the person.
void fail_lecture(Transaction& tx, std::int64_t lecture_id, const std::string& error, Timestamp now);

}  // namespace lectern::storage
