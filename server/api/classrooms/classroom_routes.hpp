#pragma once

#include "domain/base/time.hpp"
#include "server/api/routes.hpp"

#include <functional>

namespace lectern::storage {
class ClassSessionStore;
class ClassroomStore;
}  // namespace lectern::storage

namespace lectern::api {

// What the handlers of the timetable need. It outlives the routes, and all of it may be used by any
// thread.
struct ClassroomServices {
    http::BlockingPool& database;
    storage::ClassroomStore& classrooms;
    storage::ClassSessionStore& class_sessions;
    std::function<Timestamp()> now;
};

void add_classroom_routes(Routes& routes, const ClassroomServices& services);
void add_class_session_routes(Routes& routes, const ClassroomServices& services);
void add_calendar_routes(Routes& routes, const ClassroomServices& services);

}  // namespace lectern::api
