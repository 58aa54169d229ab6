#pragma once

#include "domain/base/error.hpp"
#include "server/api/classrooms/classroom_bodies.hpp"
#include "storage/classrooms/classroom_store.hpp"

#include <string>

namespace lectern::api {

// The class sessions of a request's schedule, with new ids. `timezone` comes from the request or from its
// classroom. The request was read without mistakes; Error::invalid lists the mistakes that the fields alone
// do not show: an unknown time zone, an excluded date without a class session, too many class sessions.
// Blocks, because it reads the files of tzdata.
Result<storage::NewClassSessions> plan_class_sessions(const ScheduleFields& request,
                                                      const std::string& timezone);

// Error::invalid for "timezone" unless tzdata has it. Blocks.
Result<> check_timezone(const std::string& timezone);

}  // namespace lectern::api
