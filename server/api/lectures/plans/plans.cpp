// The plan of a lecture: its snippets, read and replaced as a whole.
#include "domain/base/random.hpp"
#include "domain/lecture/plan.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/access/media_urls.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/plans/plan_routes.hpp"
#include "server/api/lectures/plans/results.hpp"
#include "server/http/answer/preconditions.hpp"
#include "server/jobs/runner.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "server/pipeline/payloads.hpp"
#include "server/wire/json.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/snippet_store.hpp"

#include <functional>
#include <set>
#include <string>

namespace lectern::api {
namespace {

// The revisions that If-Match names. The rest of a tag says how the rest of the results was, which does not
// concern the plan.
storage::PlanCondition wanted_revisions(const http::Request& request) {
    const auto tags = http::tags_to_match(request.fields);
    if (!tags) return std::nullopt;
    std::set<std::int64_t> revisions;
    for (const std::string& tag : *tags)
        if (const auto revision = revision_of(tag)) revisions.insert(*revision);
    return revisions;
}

Result<Results> get_results(const LectureServices& services, const MediaUrls& media_urls,
                            const LectureAddress& address) {
    const auto found = services.lectures.with_snippets(address.session_id);
    if (!found) return Error::not_found(no_such_lecture);
    return Results{results_of(*found, media_urls, services.now())};
}

// A plan with mistakes is also compared with the lecture, so that one answer lists all mistakes. A plan
// without mistakes is compared when it is stored.
void check_plan(storage::LectureStore& lectures, const LectureAddress& address, const PlanBody& body,
                Mistakes& mistakes) {
    if (!mistakes.any()) return;
    const auto found = lectures.with_snippets(address.session_id);
    if (found) mistakes.add(plan_change(found->snippets, body.items(), found->lecture.duration));
}

Result<PlanAnswer> answer_change(const LectureServices& services, const MediaUrls& media_urls,
                                 const LectureAddress& address, const Result<LectureWithSnippets>& changed) {
    if (changed) {
        services.housekeeping.wake();
        services.runner.wake();
        return Results{results_of(*changed, media_urls, services.now())};
    }
    if (changed.error().code != ErrorCode::outdated) return changed.error();
    const auto present = get_results(services, media_urls, address);
    if (!present) return present.error();
    return OutdatedPlan{changed.error(), present->body};
}

Result<PlanAnswer> replace_plan(const LectureServices& services, const MediaUrls& media_urls,
                                const LectureAddress& address, const PlanBody& body, http::Request& request) {
    return answer_change(services, media_urls, address,
                         services.snippets.set_plan(address.session_id, body.items(), services.now(),
                                                    wanted_revisions(request)));
}

Result<PlanAnswer> plan_of_topics(const LectureServices& services, const MediaUrls& media_urls,
                                  const LectureAddress& address, const AnalyzeBody& body,
                                  http::Request& request) {
    const std::string payload = wire::to_json(pipeline::AnalysisPayload{.replaces_plan = true});
    return answer_change(
        services, media_urls, address,
        services.snippets.plan_of_topics(address.session_id, body.anew, payload, random_uuid(),
                                         services.now(), wanted_revisions(request)));
}

}  // namespace

void add_plan_routes(Routes& routes, const LectureServices& services, const MediaUrls& media_urls) {
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const auto urls = std::cref(media_urls);
    routes.add(
        {.method = Method::get,
         .pattern = "/api/v1/sessions/{session_id}/results",
         .client_owns = owns_lecture(services.owners),
         .summary = "Returns a session with its snippets. The ETag begins with the revision of the plan."},
        blocking_endpoint<LectureAddress, NoBody, Results>(
            database, bind_front(get_results, std::cref(services), urls)));
    routes.add(
        {.method = Method::patch,
         .pattern = "/api/v1/sessions/{session_id}/plan",
         .client_owns = owns_lecture(services.owners),
         .summary = "Replaces the plan, which is the list of a session's snippets. With If-Match and the "
                    "ETag of results, only if the plan has not changed since."},
        blocking_endpoint<LectureAddress, PlanBody, PlanAnswer>(
            database, bind_front(replace_plan, std::cref(services), urls),
            bind_front(check_plan, std::ref(services.lectures))));
    routes.add(
        {.method = Method::post,
         .pattern = "/api/v1/sessions/{session_id}/analyze",
         .client_owns = owns_lecture(services.owners),
         .summary = "Makes the topics that the analysis found the plan again. If they are not kept, or "
                    "wanted anew, the transcript is analysed again: job_status tells when it is done."},
        blocking_endpoint<LectureAddress, AnalyzeBody, PlanAnswer>(
            database, bind_front(plan_of_topics, std::cref(services), urls)));
}

}  // namespace lectern::api
