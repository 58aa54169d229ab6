#include "server/api/lectures/media_answers.hpp"

#include "server/api/endpoint.hpp"

#include <memory>
#include <system_error>
#include <utility>

namespace lectern::api {
namespace {

Result<OpenedMedia> open_media(OpenFiles& files, const FindMedia& find, std::string& none_yet) {
    for (bool again = true;; again = false) {
        Result<FoundMedia> found = find();
        if (!found) return found.error();
        none_yet = found->none_yet;
        OpenedMedia opened{std::make_shared<const Media>(std::move(found->media)), nullptr};
        if (found->file.empty()) return opened;
        try {
            opened.file = files.open(found->file, opened.media->facts.version);
            return opened;
        } catch (const std::system_error& error) {
            if (!again || error.code() != std::errc::no_such_file_or_directory) throw;
        }
    }
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
