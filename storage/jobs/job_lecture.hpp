#pragma once

#include "domain/base/time.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <string>

namespace lectern::storage {

// The lecture that a job works for, as far as jobs concern it: its lock, its failure, its serial key.

// Locks the lecture's row, in order to change it or what belongs to it; false if there is no such lecture.
bool lock_lecture(Transaction& tx, std::int64_t lecture_id);

// `error`: for the person.
void fail_lecture(Transaction& tx, std::int64_t lecture_id, const std::string& error, Timestamp now);

// The serial key of the pipeline and the cuts of a lecture: they run one after the other.
std::string lecture_serial_key(std::int64_t lecture_id);

}  // namespace lectern::storage
