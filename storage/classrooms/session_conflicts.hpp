#pragma once

#include "domain/timetable/class_session.hpp"
#include "domain/timetable/occupation.hpp"
#include "domain/timetable/schedule.hpp"
#include "storage/sql/database.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// A wanted time and the class session that it overlaps: an existing one, or another wanted one, which has no
// id.
struct SessionConflict {
    Slot wanted;
    std::optional<std::string> id;
    std::string classroom_id;  // of the other class session
    Timestamp start{}, end{};
    std::vector<ConflictKind> kinds;  // what both occupy
};
struct SessionConflicts {
    std::vector<SessionConflict> listed;  // at most max_listed_conflicts
    std::size_t total = 0;
};
inline constexpr std::size_t max_listed_conflicts = 1000;

// Wanted class sessions of one classroom, which differ only in their times.
struct WantedSessions {
    const std::string& classroom_id;
    const std::vector<Slot>& slots;
    const ClassSessionDetails& details;
};

// The overlaps of wanted class sessions with each other, with those of their classroom (`existing`), and with
// those of other classrooms in the same place, by the same teacher or in the same meeting. Cancelled class
// sessions occupy nothing, wanted or not.
SessionConflicts conflicts_of(Transaction& tx, const WantedSessions& wanted,
                              const std::vector<ClassSession>& existing);

}  // namespace lectern::storage
