#pragma once

#include "domain/base/error.hpp"
#include "domain/timetable/class_session.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/database.hpp"

#include <string>
#include <vector>

namespace lectern::storage {

// Rows of class_sessions, shared by the stores.

// The columns in which the class sessions of one schedule differ.
inline constexpr Columns<ClassSession> class_session_slot_columns{
    column<&ClassSession::id>("id"),
    column<&ClassSession::start>("start_time"),
    column<&ClassSession::end>("end_time"),
};
// The columns that are equal in all class sessions of one schedule.
inline constexpr Columns<ClassSession> class_session_common_columns{
    column<&ClassSession::classroom_id>("classroom_id"),
    column<&ClassSession::details, &ClassSessionDetails::topic>("topic"),
    column<&ClassSession::details, &ClassSessionDetails::description>("description"),
    column<&ClassSession::details, &ClassSessionDetails::location>("location"),
    column<&ClassSession::details, &ClassSessionDetails::teacher>("teacher"),
    column<&ClassSession::details, &ClassSessionDetails::meeting, &Meeting::link>("meeting_link"),
    column<&ClassSession::details, &ClassSessionDetails::meeting, &Meeting::id>("meeting_id"),
    column<&ClassSession::details, &ClassSessionDetails::meeting, &Meeting::pass>("meeting_pass"),
    column<&ClassSession::details, &ClassSessionDetails::seats>("seats"),
    word_column<parse_class_session_status, &ClassSession::details, &ClassSessionDetails::status>("status"),
    column<&ClassSession::sequence>("sequence"),
    column<&ClassSession::created_at>("created_at"),
    column<&ClassSession::updated_at>("updated_at"),
};
inline constexpr Columns<ClassSession> class_session_columns(class_session_slot_columns,
                                                             class_session_common_columns);

Error no_class_session();

// The class sessions that overlap [from, to), also cancelled ones, ordered by start.
std::vector<ClassSession> sessions_between(Transaction& tx, const std::string& classroom_id, Timestamp from,
                                           Timestamp to);

// The class sessions of other classrooms that overlap [from, to), say a place, a teacher or a meeting, and
// are not cancelled. Until the end of the transaction, no other one gets past this call: so two transactions
// that both look before they write see each other.
std::vector<ClassSession> sessions_elsewhere(Transaction& tx, const std::string& classroom_id, Timestamp from,
                                             Timestamp to);

}  // namespace lectern::storage
