#include "server/api/access/client_ownership.hpp"
#include "server/api/access/media_urls.hpp"
#include "server/api/cache/hot_reads.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/snippet_bodies.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <functional>

namespace lectern::api {
namespace {

Result<Written<SnippetBody>> get_snippet(const LectureServices& services, const MediaUrls& media_urls,
                                         HotReads& hot_reads, const SnippetAddress& address,
                                         http::Request& request) {
    const Timestamp now = services.now();
    const auto before = hot_reads.moment();
    const auto snippet = services.lectures.snippet(address.snippet_id);
    if (!snippet) return Error::not_found("There is no such snippet.");
    std::string json = wire::to_json(SnippetBody(*snippet, media_urls.of(*snippet, now)));
    return Written<SnippetBody>{hot_reads.keep(request, before, snippet->lecture_id, std::move(json), now,
                                               media_urls.same_until(now))};
}

}  // namespace

void add_snippet_routes(Routes& routes, const LectureServices& services, const MediaUrls& media_urls,
                        HotReads& hot_reads) {
    const auto known = [&hot_reads, now = services.now](const http::Request& request) {
        return hot_reads.find(request, now());
    };
    routes.add({.method = http::Method::get,
                .pattern = "/api/v1/snippets/{snippet_id}",
                .client_owns = owns_snippet(services.owners),
                .summary = "Returns a snippet. media_url is an address that players can open."},
               with_shortcut(
                   known, blocking_endpoint<SnippetAddress, NoBody, Written<SnippetBody>>(
                              services.database, std::bind_front(get_snippet, services, std::cref(media_urls),
                                                                 std::ref(hot_reads)))));
}

}  // namespace lectern::api
