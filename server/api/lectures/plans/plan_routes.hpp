#pragma once

#include "server/api/lectures/lecture_routes.hpp"

namespace lectern::storage {
class DraftStore;
}

namespace lectern::api {

void add_plan_routes(Routes& routes, const LectureServices& services, const MediaUrls& media_urls);
// `style`: the configured style; a request may set other values.
void add_draft_routes(Routes& routes, const LectureServices& services, storage::DraftStore& drafts,
                      const MediaUrls& media_urls, const media::StyleOptions& style);

}  // namespace lectern::api
