#pragma once

#include "domain/timetable/class_session.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "storage/sql/database.hpp"

#include <string>
#include <vector>

namespace lectern::storage {

// Rows of classrooms and class_sessions, shared by the parts of ClassroomStore.

// As read by to_classroom
inline const std::string classroom_columns =
    "id, name, timezone, meeting_link, meeting_id, meeting_pass, created_at, updated_at";

// As read by to_class_session
inline const std::string class_session_columns =
    "id, classroom_id, start_time, end_time, topic, description, location, meeting_link, meeting_id, "
    "meeting_pass, seats, status, sequence, created_at, updated_at";

Classroom to_classroom(const Row& row);
ClassSession to_class_session(const Row& row);

Error no_classroom();
Error no_class_session();

// False if there is no such classroom.
bool lock_classroom(Transaction& tx, const std::string& id);

// Sessions that have a moment in [from, to), cancelled ones too, by their start.
std::vector<ClassSession> sessions_between(Transaction& tx, const std::string& classroom_id, Timestamp from,
                                           Timestamp to);

// For a classroom that the transaction has locked, or made.
AddedClassSessions add_to_locked(Transaction& tx, const std::string& classroom_id,
                                 const NewClassSessions& wanted, const AddOptions& options, Timestamp now);

// What `slots` would overlap among `existing` sessions that are not cancelled, and each other.
SessionConflicts conflicts_of(const std::vector<Slot>& slots, const std::vector<ClassSession>& existing);

}  // namespace lectern::storage
