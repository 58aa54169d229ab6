#pragma once

#include "server/api/lectures/lecture_routes.hpp"

namespace lectern::api {

class EventFeed;

void add_event_routes(Routes& routes, const LectureServices& services, EventFeed& feed);

}  // namespace lectern::api
