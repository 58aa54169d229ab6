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

// Sessions that differ by their time alone.
struct NewClassSessions {
    ClassSessionDetails details;
    std::vector<Slot> slots;       // at most max_sessions_at_once
    std::vector<std::string> ids;  // a new UUID for each slot
};

struct AddOptions {
    bool reject_overlaps = false;  // with sessions that are not cancelled, and among themselves
    bool dry_run = false;          // says what would happen
};

// A wanted time and what is there already (or is wanted too: then without an id).
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
    std::int64_t skipped = 0;            // were there already, or came twice: same classroom, start and end
    SessionConflicts conflicts;          // if there are any, nothing was stored
};

// For a classroom that the transaction has locked, or made.
AddedClassSessions add_class_sessions(Transaction& tx, const std::string& classroom_id,
                                      const NewClassSessions& wanted, const AddOptions& options,
                                      Timestamp now);

// What `slots` would overlap: each other, and those `existing` sessions that are not cancelled.
SessionConflicts conflicts_of(const std::vector<Slot>& slots, const std::vector<ClassSession>& existing);

}  // namespace lectern::storage
