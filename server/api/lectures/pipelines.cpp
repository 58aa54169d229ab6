// The pipeline of a lecture: status, events, retry, cancel.
#include "domain/base/random.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/cache/cached.hpp"
#include "server/api/lectures/events/status_stream.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/jobs/runner.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <functional>

namespace lectern::api {
namespace {

Result<CachedRead<StatusBody>> get_status(storage::LectureStore& lectures, const LectureAddress& address) {
    const auto status = lectures.status(address.session_id);
    if (!status) return Error::not_found(no_such_lecture);
    return CachedRead<StatusBody>{StatusBody(*status), address.session_id};
}

Result<LectureBody> retry(const LectureServices& services, const LectureAddress& address) {
    const auto lecture = services.lectures.retry(address.session_id, random_uuid(), services.now());
    if (!lecture) return lecture.error();
    services.runner.wake();
    return LectureBody(*lecture);
}

Result<LectureBody> cancel(const LectureServices& services, const LectureAddress& address) {
    const auto lecture = services.lectures.cancel(address.session_id, services.now());
    if (!lecture) return lecture.error();
    if (lecture->job_id) services.runner.cancel(*lecture->job_id);
    return LectureBody(*lecture);
}

Result<http::Response> stream_events(const LectureServices& services, const LectureAddress& address,
                                     http::Request& request) {
    const auto status = services.lectures.status(address.session_id);
    if (!status) return Error::not_found(no_such_lecture);
    const std::string* last = request.fields.find("Last-Event-ID");
    // 204 tells a browser's EventSource not to connect again.
    if (last && !pipeline_runs(status->status) && *last == status_event_id(*status))
        return http::Response::no_content();
    return status_stream(services, address.session_id, last ? *last : "", request.caller);
}

}  // namespace

void add_pipeline_routes(Routes& routes, const LectureServices& services, AnswerCache& answer_cache) {
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const std::string pipeline = "/api/v1/jobs/{session_id}";
    routes.add({.method = Method::get,
                .pattern = pipeline + "/status",
                .client_owns = owns_lecture(services.owners),
                .summary = "Returns the status of a session's pipeline."},
               cached<LectureAddress, StatusBody>(answer_cache, database, services.now,
                                                  bind_front(get_status, std::ref(services.lectures))));
    routes.add({.method = Method::post,
                .pattern = pipeline + "/retry",
                .client_owns = owns_lecture(services.owners),
                .summary = "Starts a failed pipeline again, from the step that failed."},
               blocking_endpoint<LectureAddress, NoBody, LectureBody>(
                   database, bind_front(retry, std::cref(services))));
    routes.add({.method = Method::post,
                .pattern = pipeline + "/cancel",
                .client_owns = owns_lecture(services.owners),
                .summary = "Cancels a running pipeline."},
               blocking_endpoint<LectureAddress, NoBody, LectureBody>(
                   database, bind_front(cancel, std::cref(services))));
    routes.add(
        {.method = Method::get,
         .pattern = pipeline + "/events",
         .access = http::Access::lecture_media,
         .client_owns = owns_lecture(services.owners),
         .summary = "Streams status and progress as Server-Sent Events, resumable with Last-Event-ID."},
        blocking_endpoint<LectureAddress, NoBody, http::Response>(
            database, bind_front(stream_events, std::cref(services))));
}

}  // namespace lectern::api
