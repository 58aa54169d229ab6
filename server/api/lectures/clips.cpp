// Clips: the video files that were cut.
#include "server/api/access/client_ownership.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/media_answers.hpp"
#include "storage/lectures/snippet_store.hpp"

#include <functional>

namespace lectern::api {
namespace {

using http::Request;
using http::Response;

struct DownloadedClip : SnippetAddress {
    MediaQuery query;

    void describe(wire::Fields& f) {
        SnippetAddress::describe(f);
        query.describe(f, "clip");
    }
};

struct NamedClip : LectureAddress {
    std::string filename;
    MediaQuery query;

    void describe(wire::Fields& f) {
        LectureAddress::describe(f);
        f.text("filename", filename, {.about = "The snippet's storage_link."});
        query.describe(f, "clip");
    }
};

Result<FoundMedia> clip_of(const std::optional<Snippet>& snippet) {
    if (!snippet) return Error::not_found("There is no such clip.");
    FoundMedia found;
    found.media.lecture_id = snippet->lecture_id;
    found.media.snippet_id = snippet->id;
    if (!snippet->clip) {
        found.none_yet = "This snippet has not been cut yet.";
        return found;
    }
    const Clip& clip = *snippet->clip;
    found.media.facts = {.bytes = clip.bytes,
                         .version = clip.version,
                         .made_at = clip.modified_at,
                         .name = *snippet->storage_link(),
                         .content_type = "video/mp4"};
    found.file = clip.file;
    return found;
}

Result<Response> download(const LectureServices& services, const MediaServices& media,
                          const DownloadedClip& wanted, Request& request) {
    return send_media(media, services.now(), request,
                      [&] { return clip_of(services.snippets.get(wanted.snippet_id)); });
}

Result<Response> output_file(const LectureServices& services, const MediaServices& media,
                             const NamedClip& wanted, Request& request) {
    return send_media(media, services.now(), request, [&] {
        return clip_of(services.snippets.clip_by_name(wanted.session_id, wanted.filename));
    });
}

}  // namespace

void add_clip_routes(Routes& routes, const LectureServices& services, const MediaServices& media) {
    using http::Access;
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const auto known = bind_front(known_media, std::cref(media), std::cref(services.now));
    routes.add(
        {.method = Method::get,
         .pattern = "/api/v1/snippets/{snippet_id}/download",
         .access = Access::media,
         .client_owns = owns_snippet(services.owners),
         .summary = "Returns the clip of a snippet, whole or in ranges."},
        with_shortcut(known, blocking_endpoint<DownloadedClip, NoBody, Response>(
                                 database, bind_front(download, std::cref(services), std::cref(media)))));
    routes.add(
        {.method = Method::get,
         .pattern = "/output/{session_id}/snippets/{filename}",
         .access = Access::media,
         .client_owns = owns_lecture(services.owners),
         .summary = "Returns a clip by its file name, whole or in ranges."},
        with_shortcut(known, blocking_endpoint<NamedClip, NoBody, Response>(
                                 database, bind_front(output_file, std::cref(services), std::cref(media)))));
}

}  // namespace lectern::api
