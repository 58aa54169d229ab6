#pragma once

#include "domain/base/error.hpp"
#include "server/api/classrooms/classroom_bodies.hpp"
#include "server/http/message.hpp"
#include "storage/classrooms/classroom_store.hpp"

#include <string>

namespace lectern::api {

// ?dry_run=true|false and ?on_conflict=reject|allow; invalid for other values.
Result<storage::AddOptions> parse_add_options(const http::Request& request);

// The sessions that a request's schedule makes, with new ids. `timezone`: of the request or its classroom.
// invalid, with every mistake that the request has beyond its fields: the zone, dates that fit nothing, too
// many sessions. The items must have been read without mistakes. Reads zone files: blocks.
Result<storage::NewClassSessions> plan_class_sessions(const ScheduleFields& request,
                                                      const std::string& timezone);

// "timezone" is a mistake unless tzdata has it; blocks.
Result<> check_timezone(const std::string& timezone);

// 409 with what overlaps what.
http::Response conflict_response(const storage::SessionConflicts& conflicts);

}  // namespace lectern::api
