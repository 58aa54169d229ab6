#pragma once

#include "domain/timetable/class_session.hpp"
#include "domain/timetable/schedule.hpp"

#include <cstddef>
#include <vector>

namespace lectern {

// Two times that have a moment in common; back to back is none.
struct Overlap {
    std::size_t wanted;  // place in the list of wanted slots
    std::size_t other;   // place in the other list
    bool with_wanted;  // whether that is the list of wanted slots itself, else that of the existing sessions
};

// Which of the wanted slots overlap an existing session or each other, by their start; at most `most` of
// them. `total` counts all.
struct Overlaps {
    std::vector<Overlap> found;
    std::size_t total = 0;
};
Overlaps find_overlaps(const std::vector<Slot>& wanted, const std::vector<ClassSession>& existing,
                       std::size_t most);

}  // namespace lectern
