// The plan of a lecture: its snippets, read and replaced as a whole.
#include "domain/lecture/plan.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/access/media_urls.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/snippet_bodies.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/snippet_store.hpp"

#include <functional>

namespace lectern::api {
namespace {

ResultsBody results_of(const LectureWithSnippets& found, const MediaUrls& media_urls, Timestamp now) {
    ResultsBody body(found.lecture);
    body.events_url = media_urls.events_of(found.lecture.id, now);
    body.captions_url = media_urls.captions_of(found.lecture.id, now);
    body.snippets.reserve(found.snippets.size());
    for (const Snippet& snippet : found.snippets)
        body.snippets.emplace_back(snippet, media_urls.of(snippet, now));
    return body;
}

Result<ResultsBody> get_results(const LectureServices& services, const MediaUrls& media_urls,
                                const LectureAddress& address) {
    const auto found = services.lectures.with_snippets(address.session_id);
    if (!found) return Error::not_found(no_such_lecture);
    return results_of(*found, media_urls, services.now());
}

// A plan with mistakes is also compared with the lecture, so that one answer lists all mistakes. A plan
// without mistakes is compared when it is stored.
void check_plan(storage::LectureStore& lectures, const LectureAddress& address, const PlanBody& body,
                Mistakes& mistakes) {
    if (!mistakes.any()) return;
    const auto found = lectures.with_snippets(address.session_id);
    if (found) mistakes.add(plan_change(found->snippets, body.items(), found->lecture.duration));
}

Result<ResultsBody> replace_plan(const LectureServices& services, const MediaUrls& media_urls,
                                 const LectureAddress& address, const PlanBody& body) {
    const auto replaced = services.snippets.set_plan(address.session_id, body.items(), services.now());
    if (!replaced) return replaced.error();
    services.housekeeping.wake();
    return results_of(*replaced, media_urls, services.now());
}

}  // namespace

void add_plan_routes(Routes& routes, const LectureServices& services, const MediaUrls& media_urls) {
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const auto urls = std::cref(media_urls);
    routes.add({.method = Method::get,
                .pattern = "/api/v1/sessions/{session_id}/results",
                .client_owns = owns_lecture(services.owners),
                .summary = "Returns a session with its snippets."},
               blocking_endpoint<LectureAddress, NoBody, ResultsBody>(
                   database, bind_front(get_results, std::cref(services), urls)));
    routes.add({.method = Method::patch,
                .pattern = "/api/v1/sessions/{session_id}/plan",
                .client_owns = owns_lecture(services.owners),
                .summary = "Replaces the plan, which is the list of a session's snippets."},
               blocking_endpoint<LectureAddress, PlanBody, ResultsBody>(
                   database, bind_front(replace_plan, std::cref(services), urls),
                   bind_front(check_plan, std::ref(services.lectures))));
}

}  // namespace lectern::api
