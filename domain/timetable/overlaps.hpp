#pragma once

#include "domain/timetable/class_session.hpp"
#include "domain/timetable/schedule.hpp"

#include <cstddef>
#include <vector>

namespace lectern {

// Two sessions that have a moment in common. Two sessions back to back do not overlap.
struct Overlap {
    std::size_t wanted;  // index in the list of wanted slots
    std::size_t other;   // index in the other list
    bool with_wanted;    // true: the other list is the wanted slots too; false: it is the existing sessions
};

// The overlaps of the wanted slots with existing sessions and with each other, ordered by start. `found` has
// at most `most` of them, `total` counts them all.
struct Overlaps {
    std::vector<Overlap> found;
    std::size_t total = 0;
};
Overlaps find_overlaps(const std::vector<Slot>& wanted, const std::vector<ClassSession>& existing,
                       std::size_t most);

}  // namespace lectern
