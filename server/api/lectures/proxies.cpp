// Proxies: copies of recordings that browsers play, for those that they do not.
#include "domain/base/random.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/media_answers.hpp"
#include "server/api/message_bodies.hpp"
#include "server/jobs/runner.hpp"
#include "storage/lectures/proxy_store.hpp"

#include <functional>
#include <string>

namespace lectern::api {
namespace {

Result<StartedBody> order_proxy(const LectureServices& services, storage::ProxyStore& proxies,
                                const LectureAddress& address) {
    const auto task = proxies.order(address.session_id, random_uuid(), services.now());
    if (!task) return task.error();
    services.runner.wake();
    return StartedBody{"A copy that browsers play is made", *task};
}

Result<FoundMedia> proxy_of(const std::optional<storage::LectureWithProxy>& found) {
    if (!found) return Error::not_found(no_such_lecture);
    const bool is_there = found->proxy && found->proxy->file;
    return found_recording(found->lecture, is_there ? &*found->proxy->file : nullptr, "video/mp4",
                           "There is no copy of this recording that browsers play.");
}

Result<http::Response> get_proxy(const LectureServices& services, const MediaServices& media,
                                 storage::ProxyStore& proxies, const RecordingAddress& wanted,
                                 http::Request& request) {
    return send_media(media, services.now(), request,
                      [&] { return proxy_of(proxies.find(wanted.session_id)); });
}

}  // namespace

void add_proxy_routes(Routes& routes, const LectureServices& services, const MediaServices& media,
                      storage::ProxyStore& proxies) {
    using std::bind_front;
    const std::string pattern = "/api/v1/sessions/{session_id}/proxy";
    routes.add(
        {.method = http::Method::post,
         .pattern = pattern,
         .client_owns = owns_lecture(services.owners),
         .summary = "Makes a copy of a recording that browsers play, if they do not play the recording "
                    "itself. The results of the session tell when it is there."},
        blocking_endpoint<LectureAddress, NoBody, StartedBody>(
            services.database, bind_front(order_proxy, std::cref(services), std::ref(proxies))));
    routes.add({.method = http::Method::get,
                .pattern = pattern,
                .access = http::Access::recording,
                .client_owns = owns_lecture(services.owners),
                .summary = "Returns the copy of a recording that browsers play, whole or in ranges."},
               with_shortcut(bind_front(known_media, std::cref(media), std::cref(services.now)),
                             blocking_endpoint<RecordingAddress, NoBody, http::Response>(
                                 services.database, bind_front(get_proxy, std::cref(services),
                                                               std::cref(media), std::ref(proxies)))));
}

}  // namespace lectern::api
