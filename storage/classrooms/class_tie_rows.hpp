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

// Rows of lecture_class_sessions, shared by the stores of lectures and of the timetable. All of these run
// inside a transaction of their caller. lectures.class_session_id is always the first of a lecture's ties.
//
// Locks are taken in one order everywhere, so that no two transactions wait for each other: class sessions by
// their ids, then lectures by theirs, then ties. A transaction that makes ties calls keep_class_sessions()
// before it locks the lecture.

// Class sessions that a transaction has found and that stay until it ends.
using KeptClassSessions = std::set<std::string>;
KeptClassSessions keep_class_sessions(Transaction& tx, const std::vector<std::string>& ids);

// For a lecture that the transaction has locked, or made. not_found if one has not been kept.
Result<> tie_lecture(Transaction& tx, std::int64_t lecture_id,
                     const std::vector<std::string>& class_session_ids, const KeptClassSessions& kept,
                     Timestamp now);

// Stores the match of a recording that has just arrived, unless there are ties already. Class sessions that
// were not kept, because somebody has deleted them meanwhile, are left out.
void store_match(Transaction& tx, std::int64_t lecture_id, const RecordingMatch& match,
                 const KeptClassSessions& kept, Timestamp now);

// After the first ties of lectures have gone, makes the next ones the first. `lectures` is a condition on the
// lectures' rows.
void renew_first_ties(Transaction& tx, const std::string& lectures, std::span<const Value> parameters);

// Before class sessions are deleted: deletes their ties; recordings keep their other ties. `class_sessions`
// is a condition on their rows with one parameter.
void drop_ties(Transaction& tx, const std::string& class_sessions, const Value& parameter);

}  // namespace lectern::storage
