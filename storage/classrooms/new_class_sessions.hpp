#pragma once

#include "domain/timetable/class_session.hpp"
#include "domain/timetable/overlaps.hpp"
#include "domain/timetable/schedule.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
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
    bool reject_overlaps = false;  // with each other and with class sessions that are not cancelled
    bool dry_run = false;          // store nothing, only report what would happen
};

// A wanted time and the class session that it overlaps: an existing one, or another wanted one, which has no
// id.
struct SessionConflict {
    Slot wanted;
    std::optional<std::string> id;
    Timestamp start{}, end{};
};
struct SessionConflicts {
    std::vector<SessionConflict> listed;  // at most max_listed_conflicts
    std::size_t total = 0;
};
inline constexpr std::size_t max_listed_conflicts = 1000;

struct AddedClassSessions {
    std::vector<ClassSession> sessions;  // in the order of their slots
    std::int64_t skipped = 0;            // existed already, or were wanted twice: same classroom, start, end
    SessionConflicts conflicts;          // if there are any, nothing was stored
};

// Adds class sessions to a classroom that the transaction has locked or created.
AddedClassSessions add_class_sessions(Transaction& tx, const std::string& classroom_id,
                                      const NewClassSessions& wanted, const AddOptions& options,
                                      Timestamp now);

// The overlaps of `slots` with each other and with those `existing` class sessions that are not cancelled.
SessionConflicts conflicts_of(const std::vector<Slot>& slots, const std::vector<ClassSession>& existing);

}  // namespace lectern::storage
