// Recordings: the files that came in, for players.
#include "domain/base/safe_file_name.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/media_answers.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace lectern::api {
namespace {

struct WantedRecording : LectureAddress {
    MediaQuery query;

    void describe(wire::Fields& f) {
        LectureAddress::describe(f);
        query.describe(f, "recording");
    }
};

std::string_view ending_of(std::string_view mime) {
    if (mime == "video/mp4") return ".mp4";
    if (mime == "video/webm") return ".webm";
    if (mime == "video/x-matroska") return ".mkv";
    if (mime == "video/mp2t") return ".ts";
    if (mime == "video/x-msvideo") return ".avi";
    if (mime == "video/ogg") return ".ogv";
    return "";
}

Result<FoundMedia> recording_of(const std::optional<Lecture>& lecture) {
    if (!lecture) return Error::not_found(no_such_lecture);
    FoundMedia found;
    found.media.lecture_id = lecture->id;
    if (!lecture->recording) {
        found.none_yet = "The recording of this session has not come in yet.";
        return found;
    }
    const RecordingFile& recording = *lecture->recording;
    const std::string mime = lecture->playback ? lecture->playback->mime : "application/octet-stream";
    found.media.facts = {.bytes = recording.bytes,
                         .version = recording.sha256,
                         .made_at = recording.came_at.value_or(lecture->created_at),
                         .name = safe_file_name("", lecture->name, ending_of(mime)),
                         .content_type = mime};
    found.file = recording.file;
    return found;
}

Result<http::Response> get_recording(const LectureServices& services, const MediaServices& media,
                                     const WantedRecording& wanted, http::Request& request) {
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
                   blocking_endpoint<WantedRecording, NoBody, http::Response>(
                       services.database, bind_front(get_recording, std::cref(services), std::cref(media)))));
}

}  // namespace lectern::api
