#pragma once

#include "domain/timetable/class_session.hpp"
#include "domain/timetable/schedule.hpp"
#include "storage/classrooms/session_conflicts.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lectern::storage {

// Class sessions to create, which differ only in their times.
struct NewClassSessions {
    ClassSessionDetails details;
    std::vector<Slot> slots;       // at most max_sessions_at_once
    std::vector<std::string> ids;  // a new UUID for each slot
};

struct AddOptions {
    bool reject_overlaps = false;  // see conflicts_of()
    bool dry_run = false;          // store nothing, only report what would happen
};

struct AddedClassSessions {
    std::vector<ClassSession> sessions;  // in the order of their slots
    std::int64_t skipped = 0;            // existed already, or were wanted twice: same classroom, start, end
    SessionConflicts conflicts;          // if there are any, nothing was stored
};

// Adds class sessions to a classroom that the transaction has locked or created.
AddedClassSessions add_class_sessions(Transaction& tx, const std::string& classroom_id,
                                      const NewClassSessions& wanted, const AddOptions& options,
                                      Timestamp now);

}  // namespace lectern::storage
