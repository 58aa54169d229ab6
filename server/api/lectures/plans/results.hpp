#pragma once

#include "server/api/lectures/snippet_bodies.hpp"

namespace lectern::api {

class MediaUrls;

// A lecture with its plan, as the API tells it: with signed addresses that players can open.
ResultsBody results_of(const LectureWithSnippets& found, const MediaUrls& media_urls, Timestamp now);

}  // namespace lectern::api
