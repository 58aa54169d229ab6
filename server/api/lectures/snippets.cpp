#include "server/api/access/client_ownership.hpp"
#include "server/api/access/media_urls.hpp"
#include "server/api/cache/cached.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/snippet_bodies.hpp"
#include "storage/lectures/snippet_store.hpp"

#include <functional>

namespace lectern::api {
namespace {

Result<CachedRead<SnippetBody>> get_snippet(const LectureServices& services, const MediaUrls& media_urls,
                                            const SnippetAddress& address) {
    const Timestamp now = services.now();
    const auto snippet = services.snippets.get(address.snippet_id);
    if (!snippet) return Error::not_found("There is no such snippet.");
    return CachedRead<SnippetBody>{SnippetBody(*snippet, media_urls.of(*snippet, now)), snippet->lecture_id,
                                   media_urls.same_until(now)};
}

}  // namespace

void add_snippet_routes(Routes& routes, const LectureServices& services, const MediaUrls& media_urls,
                        AnswerCache& answer_cache) {
    routes.add({.method = http::Method::get,
                .pattern = "/api/v1/snippets/{snippet_id}",
                .client_owns = owns_snippet(services.owners),
                .summary = "Returns a snippet. media_url is an address that players can open."},
               cached<SnippetAddress, SnippetBody>(
                   answer_cache, services.database, services.now,
                   std::bind_front(get_snippet, std::cref(services), std::cref(media_urls))));
}

}  // namespace lectern::api
