#pragma once

#include "domain/base/error.hpp"
#include "domain/timetable/recording_match.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace lectern::storage {

// Rows of lecture_class_sessions, shared by the stores of lectures and of the timetable. All functions run
// inside a transaction of the caller. lectures.class_session_id is always the class session of the lecture's
// first tie.
//
// All transactions take locks in the same order, which prevents deadlocks: class sessions by id, then
// lectures by id, then ties. A transaction that makes ties calls keep_class_sessions() before it locks the
// lecture.

// A condition on its rows: a tie, made by a match or a person. The others are candidates.
inline constexpr const char* is_tie = "kind <> 'candidate'";

// Those of the class sessions `ids` that exist. They cannot be deleted before the transaction ends.
using KeptClassSessions = std::set<std::string>;
KeptClassSessions keep_class_sessions(Transaction& tx, const std::vector<std::string>& ids);

// Ties a lecture, which the transaction has locked or created, to class sessions, and deletes its candidates.
// Error: not_found if one of the class sessions is not in `kept`.
Result<> tie_lecture(Transaction& tx, std::int64_t lecture_id,
                     const std::vector<std::string>& class_session_ids, const KeptClassSessions& kept,
                     Timestamp now);

// Stores the match of a recording that has just arrived, unless the lecture has ties already. Class sessions
// that are not in `kept` were deleted meanwhile and are left out.
void store_match(Transaction& tx, std::int64_t lecture_id, const RecordingMatch& match,
                 const KeptClassSessions& kept, Timestamp now);

// Call it after first ties have been deleted: the next tie of each lecture becomes its first. `lectures` is
// an SQL condition that selects the lectures, with `parameters`.
void renew_first_ties(Transaction& tx, const std::string& lectures, std::span<const Value> parameters);

// Call it before class sessions are deleted: deletes their ties. Lectures keep their other ties.
// `class_sessions` is an SQL condition that selects the class sessions, with one parameter.
void drop_ties(Transaction& tx, const std::string& class_sessions, const Value& parameter);

}  // namespace lectern::storage
