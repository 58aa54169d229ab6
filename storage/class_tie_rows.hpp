#pragma once

#include "domain/base/error.hpp"
#include "domain/timetable/recording_match.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lectern::storage {

// Rows of lecture_class_sessions, shared by the stores of lectures and of the timetable. All of these run
// inside a transaction of their caller. lectures.class_session_id is always the first of a lecture's ties.

// For a lecture that the transaction has locked, or made. not_found.
Result<> tie_lecture(Transaction& tx, std::int64_t lecture_id,
                     const std::vector<std::string>& class_session_ids, Timestamp now);

// What the match of a recording that has just arrived says, unless there are ties already. Class sessions
// that have gone meanwhile are left out.
void store_match(Transaction& tx, std::int64_t lecture_id, const RecordingMatch& match, Timestamp now);

// After ties have gone: the next one is the first. `lectures` is a condition on the lectures' rows with one
// parameter.
void renew_first_ties(Transaction& tx, const std::string& lectures, const Value& parameter);

// Before class sessions go: their ties go, recordings keep what else they are tied to. `class_sessions` is a
// condition on their rows with one parameter.
void drop_ties(Transaction& tx, const std::string& class_sessions, const Value& parameter);

}  // namespace lectern::storage
