#include "server/api/lectures/media_answers.hpp"

#include "domain/base/safe_file_name.hpp"
#include "server/api/endpoint.hpp"

#include <memory>
#include <utility>

namespace lectern::api {
namespace {

std::string_view ending_of(std::string_view mime) {
    if (mime == "video/mp4") return ".mp4";
    if (mime == "video/webm") return ".webm";
    if (mime == "video/x-matroska") return ".mkv";
    if (mime == "video/mp2t") return ".ts";
    if (mime == "video/x-msvideo") return ".avi";
    if (mime == "video/ogg") return ".ogv";
    return "";
}

Result<OpenedMedia> open_media(OpenFiles& files, const FindMedia& find, std::string& none_yet) {
    return open_named_file([&]() -> Result<OpenedMedia> {
        Result<FoundMedia> found = find();
        if (!found) return found.error();
        none_yet = found->none_yet;
        OpenedMedia opened{std::make_shared<const Media>(std::move(found->media)), nullptr};
        if (!found->file.empty()) opened.file = files.open(found->file, opened.media->facts.version);
        return opened;
    });
}

Result<http::Response> media_response(const MediaServices& services, const http::Request& request,
                                      const OpenedMedia& opened, const std::string& none_yet) {
    const Media& media = *opened.media;
    if (request.caller.signed_clip && *request.caller.signed_clip != media.snippet_id)
        return Error::forbidden("This address is signed for another clip.");
    if (!opened.file) return Error::not_found(none_yet);
    return file_response(request, opened.file, media.facts, services.only_for_callers);
}

}  // namespace

FoundMedia found_recording(const Lecture& lecture, const RecordingFile* file, const std::string& mime,
                           std::string none_yet) {
    FoundMedia found;
    found.media.lecture_id = lecture.id;
    if (!file) {
        found.none_yet = std::move(none_yet);
        return found;
    }
    found.media.facts = {.bytes = file->bytes,
                         .version = file->sha256,
                         .made_at = file->came_at.value_or(lecture.created_at),
                         .name = safe_file_name("", lecture.name, ending_of(mime)),
                         .content_type = mime};
    found.file = file->file;
    return found;
}

void RecordingAddress::describe(wire::Fields& f) {
    LectureAddress::describe(f);
    query.describe(f, "recording");
}

void MediaQuery::describe(wire::Fields& f, std::string_view subject) {
    f.text("download", download, {.about = "1 makes browsers save the file."});
    f.text(subject, id, {.about = "Of a signed address: the number of what it opens."});
    f.text("expires", expires, {.about = "Of a signed address: seconds since 1970."});
    f.text("signature", signature, {.about = "Of a signed address: takes the place of a token."});
}

Result<http::Response> send_media(const MediaServices& services, Timestamp now, const http::Request& request,
                                  const FindMedia& find) {
    const auto before = services.answer_cache.moment();
    std::string none_yet;
    const auto opened = open_media(services.files, find, none_yet);
    if (!opened) return opened.error();
    services.cache.keep(request.path, before, *opened, now);
    return media_response(services, request, *opened, none_yet);
}

std::optional<http::Response> known_media(const MediaServices& services,
                                          const std::function<Timestamp()>& now,
                                          const http::Request& request) {
    const OpenedMedia known = services.cache.find(request.path, now());
    if (!known.file) return std::nullopt;
    return write_answer(media_response(services, request, known, ""), request);
}

}  // namespace lectern::api
