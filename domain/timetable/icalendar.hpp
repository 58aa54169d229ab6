#pragma once

#include "domain/timetable/class_session.hpp"

#include <string>
#include <vector>

namespace lectern {

// A classroom's sessions for calendar programs (RFC 5545), in UTC. An event's UID stays for the life of its
// session; cancelled sessions stay as cancelled events, so that programs cross them out. The same sessions
// give the same bytes.
std::string to_icalendar(const Classroom& classroom, const std::vector<ClassSession>& sessions);

}  // namespace lectern
