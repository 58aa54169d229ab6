#include "server/api/lectures/plans/results.hpp"

#include "server/api/access/media_urls.hpp"

namespace lectern::api {

ResultsBody results_of(const LectureWithSnippets& found, const MediaUrls& media_urls, Timestamp now) {
    ResultsBody body(found);
    body.events_url = media_urls.events_of(found.lecture.id, now);
    body.captions_url = media_urls.captions_of(found.lecture.id, now);
    body.recording_url = media_urls.recording_of(found.lecture, now);
    if (found.proxy)
        body.proxy.emplace(*found.proxy, found.proxy->file
                                             ? std::optional(media_urls.proxy_of(found.lecture.id, now))
                                             : std::nullopt);
    body.snippets.reserve(found.snippets.size());
    for (const Snippet& snippet : found.snippets)
        body.snippets.emplace_back(snippet, media_urls.of(snippet, now));
    return body;
}

}  // namespace lectern::api
