#pragma once

#include "domain/base/time.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <string>

namespace lectern::storage {

// What jobs need of the lecture that they work for: its lock, its failure, its serial key.

// Locks the lecture's row; false if there is no such lecture. A transaction that changes the lecture, or
// anything that belongs to it, calls this first.
bool lock_lecture(Transaction& tx, std::int64_t lecture_id);

// Lecture::folder_name() of a lecture that exists.
std::string folder_name_of_lecture(Transaction& tx, std::int64_t lecture_id);

// Sets the status of a lecture, which the transaction has locked, to failed. `error` is for the person.
void fail_lecture(Transaction& tx, std::int64_t lecture_id, const std::string& error, Timestamp now);

// The serial key of the pipeline of a lecture: its steps run one after the other.
std::string lecture_serial_key(std::int64_t lecture_id);

// The serial key of the cuts of a snippet, which wait for nothing else.
std::string snippet_serial_key(std::int64_t snippet_id);

}  // namespace lectern::storage
