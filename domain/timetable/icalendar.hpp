#pragma once

#include "domain/timetable/class_session.hpp"

#include <string>
#include <vector>

namespace lectern {

// The sessions of a classroom as an iCalendar text (RFC 5545), in UTC. The UID of an event never changes. A
// cancelled session becomes a cancelled event, so that calendar programs show it as cancelled. The same
// sessions always give the same bytes.
std::string to_icalendar(const Classroom& classroom, const std::vector<ClassSession>& sessions);

}  // namespace lectern
