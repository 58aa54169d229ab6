// Recordings: the files that came in, for players.
#include "server/api/access/client_ownership.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/media_answers.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace lectern::api {
namespace {

Result<FoundMedia> recording_of(const std::optional<Lecture>& lecture) {
    if (!lecture) return Error::not_found(no_such_lecture);
    return found_recording(*lecture, lecture->recording ? &*lecture->recording : nullptr,
                           lecture->playback ? lecture->playback->mime : "application/octet-stream",
                           "The recording of this session has not come in yet.");
}

Result<http::Response> get_recording(const LectureServices& services, const MediaServices& media,
                                     const RecordingAddress& wanted, http::Request& request) {
    return send_media(media, services.now(), request,
                      [&] { return recording_of(services.lectures.get(wanted.session_id)); });
}

}  // namespace

void add_recording_routes(Routes& routes, const LectureServices& services, const MediaServices& media) {
    using std::bind_front;
    routes.add({.method = http::Method::get,
                .pattern = "/api/v1/sessions/{session_id}/recording",
                .access = http::Access::recording,
                .client_owns = owns_lecture(services.owners),
                .summary = "Returns the recording of a session, whole or in ranges."},
               with_shortcut(
                   bind_front(known_media, std::cref(media), std::cref(services.now)),
                   blocking_endpoint<RecordingAddress, NoBody, http::Response>(
                       services.database, bind_front(get_recording, std::cref(services), std::cref(media)))));
}

}  // namespace lectern::api
