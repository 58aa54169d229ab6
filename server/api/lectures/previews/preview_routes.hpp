#pragma once

#include "server/api/lectures/lecture_routes.hpp"

namespace lectern::storage {
class PreviewStore;
}

namespace lectern::api {

// What pages show of a recording without playing it: its peaks, its poster and its sprites. If nobody has
// asked for them before, the first request queues the job that makes them.
void add_preview_routes(Routes& routes, const LectureServices& services, const MediaServices& media,
                        storage::PreviewStore& previews);

}  // namespace lectern::api
