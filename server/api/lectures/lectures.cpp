// Lectures, which the API calls sessions: create, list, read, delete.
#include "domain/base/random.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/lectures/class_tie_bodies.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/recording_resolver.hpp"
#include "server/jobs/runner.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "storage/lectures/class_tie_store.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <array>
#include <functional>
#include <string_view>
#include <vector>

namespace lectern::api {
namespace {

using storage::LectureOrder;

std::vector<std::string_view> lecture_status_words() {
    std::vector<std::string_view> words;
    words.reserve(std::size(lecture_statuses));
    for (const LectureStatus status : lecture_statuses)
        words.push_back(to_text(status));
    return words;
}

struct LectureList {
    Page page;
    LectureOrder sort_by = LectureOrder::created_at;
    bool descending = true;
    std::optional<std::string> class_session_id, q, module, status;

    void describe(wire::Fields& f) {
        static constexpr std::array<std::pair<std::string_view, LectureOrder>, 5> orders{{
            {"created_at", LectureOrder::created_at},
            {"id", LectureOrder::id},
            {"name", LectureOrder::name},
            {"module", LectureOrder::module},
            {"job_status", LectureOrder::job_status},
        }};
        static constexpr std::array<std::pair<std::string_view, bool>, 2> directions{
            {{"asc", false}, {"desc", true}}};
        page.describe(f);
        f.choice("sort_by", sort_by, orders,
                 "The member to sort by. Sessions with the same value are sorted by their number.");
        f.choice("order", descending, directions);
        f.uuid("class_session_id", class_session_id,
               {.about = "Only sessions that show this class session."});
        f.text("q", q, {.max = 200, .about = "Only sessions with all of these words in name or module."});
        f.text("module", module, {.max = 200, .about = "Only sessions of this module."});
        f.text("status", status,
               {.one_of = lecture_status_words(), .about = "Only sessions with this job_status."});
    }
};

// Google Drive shows some files only to links with a resource key. A link that brings it puts a lecture right
// that failed without it.
Result<Lecture> create_or_put_right(const LectureServices& services, const RecordingResolver& recordings,
                                    const storage::NewLecture& lecture) {
    auto created = services.lectures.create(lecture, random_uuid(), services.now());
    if (created || created.error().code != ErrorCode::duplicate) return created;
    const auto existing = services.lectures.get(created.error().existing_id.value());
    if (!existing || !recordings.adds_resource_key(lecture.link, existing->link)) return created;
    return services.lectures.retry_with_link(existing->id, existing->link, lecture.link, random_uuid(),
                                             services.now());
}

Result<LectureBody> create_lecture(const LectureServices& services, RecordingResolver& recordings,
                                   const UploadSession& body, const http::Caller& caller) {
    if (caller.client_id && (body.class_session_id || body.classroom_id))
        return Error::forbidden("This token is valid only for the data of its client.");
    const auto lecture = recordings.resolve(body, caller);
    if (!lecture) return lecture.error();
    const auto created = create_or_put_right(services, recordings, *lecture);
    if (!created) return created.error();
    services.runner.wake();
    return LectureBody(*created);
}

// The recording is always the same one, so whoever asks again gets the lecture that is there.
Result<LectureBody> create_demo_lecture(const LectureServices& services, const RecordingResolver& recordings,
                                        const http::Caller& caller) {
    const auto lecture = recordings.resolve_demo(caller);
    if (!lecture) return lecture.error();
    const auto created = services.lectures.create(*lecture, random_uuid(), services.now());
    if (!created) {
        const auto existing = created.error().existing_id;
        const auto found = existing ? services.lectures.get(*existing) : std::nullopt;
        if (!found) return created.error();
        return LectureBody(*found);
    }
    services.runner.wake();
    return LectureBody(*created);
}

Result<Paged<ListedLectureBody>> list_lectures(storage::LectureStore& lectures, const LectureList& wanted,
                                               const http::Caller& caller) {
    storage::LectureQuery query;
    query.skip = wanted.page.skip;
    query.limit = wanted.page.limit;
    query.sort_by = wanted.sort_by;
    query.descending = wanted.descending;
    query.client_id = caller.client_id;
    query.class_session_id = wanted.class_session_id;
    query.text = wanted.q;
    query.module = wanted.module;
    if (wanted.status) query.status = parse_lecture_status(*wanted.status);
    const auto found = lectures.list(query);
    return Paged<ListedLectureBody>{{found.items.begin(), found.items.end()}, found.total, wanted.page};
}

Result<LectureDetailBody> get_lecture(storage::ClassTieStore& class_ties, const LectureAddress& address,
                                      const http::Caller& caller) {
    const auto found = class_ties.with_ties(address.session_id);
    if (!found) return Error::not_found(no_such_lecture);
    return LectureDetailBody(*found, caller);
}

Result<LectureDetailBody> change_lecture(const LectureServices& services, storage::ClassTieStore& class_ties,
                                         const LectureAddress& address, const LectureChangeBody& body,
                                         const http::Caller& caller) {
    const auto changed =
        services.lectures.change(address.session_id, {body.name, body.module}, services.now());
    if (!changed) return changed.error();
    return get_lecture(class_ties, address, caller);
}

Result<NoContent> delete_lecture(const LectureServices& services, const LectureAddress& address) {
    const std::int64_t id = address.session_id;
    const auto removed = services.lectures.remove(id, services.now());
    if (!removed) return removed.error();
    services.runner.cancel_all([id](const Job& job) { return job.lecture_id == id; });
    services.housekeeping.wake();
    return NoContent();
}

}  // namespace

void add_lecture_routes(Routes& routes, const LectureServices& services, storage::ClassTieStore& class_ties,
                        RecordingResolver& recordings) {
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const std::string lecture = "/api/v1/sessions/{session_id}";
    const auto check_recording = [&recordings](const NoParams&, const UploadSession& body,
                                               Mistakes& mistakes) { recordings.check(body, mistakes); };
    routes.add(
        {.method = Method::post,
         .pattern = "/api/v1/upload-session",
         .client_owns = handler_keeps_to_client(),
         .summary = "Creates a session from a recording and starts its pipeline. The request names the "
                    "recording by its link or by the download task that downloaded it."},
        blocking_endpoint<NoParams, UploadSession, LectureBody>(
            database, bind_front(create_lecture, std::cref(services), std::ref(recordings)),
            check_recording));
    routes.add({.method = Method::post,
                .pattern = "/api/v1/demo-lecture",
                .client_owns = handler_keeps_to_client(),
                .summary = "Creates a session from the server's demo lecture, if it has one."},
               blocking_endpoint<NoParams, NoBody, LectureBody>(
                   database, bind_front(create_demo_lecture, std::cref(services), std::ref(recordings))));
    routes.add({.method = Method::get,
                .pattern = "/api/v1/sessions",
                .client_owns = handler_keeps_to_client(),
                .summary = "Lists sessions in pages."},
               blocking_endpoint<LectureList, NoBody, Paged<ListedLectureBody>>(
                   database, bind_front(list_lectures, std::ref(services.lectures))));
    routes.add({.method = Method::get,
                .pattern = lecture,
                .client_owns = owns_lecture(services.owners),
                .summary = "Returns a session without its snippets. `match` names the class sessions that it "
                           "shows; it is left out for tokens of a client."},
               blocking_endpoint<LectureAddress, NoBody, LectureDetailBody>(
                   database, bind_front(get_lecture, std::ref(class_ties))));
    routes.add({.method = Method::patch,
                .pattern = lecture,
                .client_owns = owns_lecture(services.owners),
                .summary = "Renames a session or its module. Members that are absent stay as they are."},
               blocking_endpoint<LectureAddress, LectureChangeBody, LectureDetailBody>(
                   database, bind_front(change_lecture, std::cref(services), std::ref(class_ties))));
    routes.add({.method = Method::del,
                .pattern = lecture,
                .client_owns = owns_lecture(services.owners),
                .summary = "Deletes a session with its recording and clips."},
               blocking_endpoint<LectureAddress, NoBody, NoContent>(
                   database, bind_front(delete_lecture, std::cref(services))));
}

}  // namespace lectern::api
