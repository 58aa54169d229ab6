// Drafts of plans: autosaved, then published.
#include "server/api/access/client_ownership.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/plans/draft_bodies.hpp"
#include "server/api/lectures/plans/plan_routes.hpp"
#include "server/api/lectures/plans/results.hpp"
#include "server/http/answer/preconditions.hpp"
#include "server/jobs/runner.hpp"
#include "server/pipeline/cut_style.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <functional>
#include <set>
#include <string>

namespace lectern::api {
namespace {

using storage::DraftStore;

// The versions that If-Match names.
std::optional<std::set<std::string>> wanted_versions(const http::Request& request) {
    const auto tags = http::tags_to_match(request.fields);
    if (!tags) return std::nullopt;
    std::set<std::string> versions;
    for (const std::string& tag : *tags)
        if (tag.size() > 2) versions.insert(tag.substr(1, tag.size() - 2));
    return versions;
}

Result<DraftAnswer> get_draft(DraftStore& drafts, const LectureAddress& address) {
    const auto draft = drafts.get(address.session_id);
    if (!draft) return Error::not_found(no_such_lecture);
    return DraftAnswer{DraftBody(*draft)};
}

Result<SaveDraftAnswer> save_draft(DraftStore& drafts, const std::function<Timestamp()>& now,
                                   const LectureAddress& address, const SaveDraftBody& body,
                                   http::Request& request) {
    const auto saved = drafts.save(address.session_id, body.draft(), wanted_versions(request), now());
    if (saved) return DraftAnswer{DraftBody(*saved)};
    if (saved.error().code != ErrorCode::outdated) return saved.error();
    const auto present = drafts.get(address.session_id);
    if (!present) return Error::not_found(no_such_lecture);
    return OutdatedDraft{saved.error(), DraftBody(*present)};
}

Result<NoContent> discard_draft(DraftStore& drafts, const LectureAddress& address) {
    const auto discarded = drafts.discard(address.session_id);
    if (!discarded) return discarded.error();
    return NoContent();
}

Result<PlanAnswer> publish_draft(const LectureServices& services, DraftStore& drafts,
                                 const MediaUrls& media_urls, const LectureAddress& address,
                                 const PublishBody& body) {
    const auto published = drafts.publish(address.session_id, body.publication(), services.now());
    if (published) {
        for (const std::string& task : published->replaced)
            services.runner.cancel(task);
        services.housekeeping.wake();
        services.runner.wake();
        return Results{results_of(published->plan, media_urls, services.now())};
    }
    if (published.error().code != ErrorCode::outdated) return published.error();
    const auto present = services.lectures.with_snippets(address.session_id);
    if (!present) return Error::not_found(no_such_lecture);
    return OutdatedPlan{published.error(), results_of(*present, media_urls, services.now())};
}

}  // namespace

void add_draft_routes(Routes& routes, const LectureServices& services, DraftStore& drafts,
                      const MediaUrls& media_urls, const media::StyleOptions& style) {
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const std::string draft = "/api/v1/sessions/{session_id}/draft";
    routes.add({.method = Method::get,
                .pattern = draft,
                .client_owns = owns_lecture(services.owners),
                .summary = "Returns the draft of the plan, or the plan itself if none is saved."},
               blocking_endpoint<LectureAddress, NoBody, DraftAnswer>(
                   database, bind_front(get_draft, std::ref(drafts))));
    routes.add({.method = Method::put,
                .pattern = draft,
                .client_owns = owns_lecture(services.owners),
                .summary = "Saves the draft of the plan; snippets and clips stay as they are. With If-Match "
                           "and the ETag of the draft, only if nobody has saved another one since."},
               blocking_endpoint<LectureAddress, SaveDraftBody, SaveDraftAnswer>(
                   database, bind_front(save_draft, std::ref(drafts), std::cref(services.now))));
    routes.add({.method = Method::del,
                .pattern = draft,
                .client_owns = owns_lecture(services.owners),
                .summary = "Forgets the saved draft."},
               blocking_endpoint<LectureAddress, NoBody, NoContent>(
                   database, bind_front(discard_draft, std::ref(drafts))));
    routes.add(
        {.method = Method::post,
         .pattern = draft + "/publish",
         .client_owns = owns_lecture(services.owners),
         .summary = "Makes the draft the plan and starts to cut its clips."},
        blocking_endpoint<LectureAddress, PublishBody, PlanAnswer>(
            database, bind_front(publish_draft, std::cref(services), std::ref(drafts), std::cref(media_urls)),
            check_style_of_cuts(style)));
}

}  // namespace lectern::api
