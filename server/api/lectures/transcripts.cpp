#include "domain/lecture/transcript.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <array>
#include <functional>

namespace lectern::api {
namespace {

enum class TranscriptFormat { json, vtt, srt };

struct WantedTranscript : LectureAddress {
    TranscriptFormat format = TranscriptFormat::json;

    void describe(wire::Fields& f) {
        static constexpr std::array<std::pair<std::string_view, TranscriptFormat>, 3> formats{
            {{"json", TranscriptFormat::json},
             {"vtt", TranscriptFormat::vtt},
             {"srt", TranscriptFormat::srt}}};
        LectureAddress::describe(f);
        f.choice("format", format, formats, "JSON, WebVTT or SubRip.");
    }
};

http::Response text_response(const char* content_type, std::string text) {
    http::Response response;
    response.fields.set("Content-Type", content_type);
    response.body = std::move(text);
    return response;
}

Result<Written<TranscriptBody>> get_transcript(storage::LectureStore& lectures,
                                               const WantedTranscript& wanted) {
    const auto transcript = lectures.transcript(wanted.session_id);
    if (!transcript)
        return Error::not_found(lectures.get(wanted.session_id) ? "This session has no transcript yet."
                                                                : no_such_lecture);
    switch (wanted.format) {
        case TranscriptFormat::vtt:
            return Written<TranscriptBody>{text_response("text/vtt; charset=utf-8", to_webvtt(*transcript))};
        case TranscriptFormat::srt:
            return Written<TranscriptBody>{
                text_response("application/x-subrip; charset=utf-8", to_subrip(*transcript))};
        case TranscriptFormat::json:
            break;
    }
    return Written<TranscriptBody>{http::Response::json(200, wire::to_json(TranscriptBody(*transcript)))};
}

}  // namespace

void add_transcript_routes(Routes& routes, const LectureServices& services) {
    routes.add({.method = http::Method::get,
                .pattern = "/api/v1/sessions/{session_id}/transcript",
                .access = http::Access::lecture_media,
                .client_owns = owns_lecture(services.owners),
                .summary = "Returns what was said and when, as JSON, WebVTT or SubRip."},
               blocking_endpoint<WantedTranscript, NoBody, Written<TranscriptBody>>(
                   services.database, std::bind_front(get_transcript, std::ref(services.lectures))));
}

}  // namespace lectern::api
