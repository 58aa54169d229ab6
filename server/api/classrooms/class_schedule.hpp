#pragma once

#include "domain/base/error.hpp"
#include "server/api/classrooms/classroom_bodies.hpp"
#include "storage/classrooms/classroom_store.hpp"

#include <string>

namespace lectern::api {

// The sessions that a request's schedule makes, with new ids. `timezone` is that of the request or of its
// classroom. Error::invalid lists every mistake beyond single fields: the zone, dates that fit nothing, too
// many sessions. The items were read without mistakes. Blocks: it reads zone files.
Result<storage::NewClassSessions> plan_class_sessions(const ScheduleFields& request,
                                                      const std::string& timezone);

// Error::invalid for "timezone" unless tzdata has it. Blocks.
Result<> check_timezone(const std::string& timezone);

}  // namespace lectern::api
