// Clips: the video files.
#include "server/api/access/client_ownership.hpp"
#include "server/api/cache/answer_cache.hpp"
#include "server/api/cache/clip_cache.hpp"
#include "server/api/cache/open_clip_files.hpp"
#include "server/api/file_response.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "storage/lectures/snippet_store.hpp"

#include <functional>
#include <memory>
#include <system_error>

namespace lectern::api {
namespace {

using http::Request;
using http::Response;

// Query parameters of a clip's address. They are read by file_response() and by the authorizer.
struct ClipQuery {
    std::optional<std::string> download, clip, expires, signature;

    void describe(wire::Fields& f) {
        f.text("download", download, {.about = "1 makes browsers save the clip."});
        f.text("clip", clip, {.about = "Of a signed address: the snippet's number."});
        f.text("expires", expires, {.about = "Of a signed address: seconds since 1970."});
        f.text("signature", signature, {.about = "Of a signed address: takes the place of a token."});
    }
};

struct DownloadedClip : SnippetAddress {
    ClipQuery query;

    void describe(wire::Fields& f) {
        SnippetAddress::describe(f);
        query.describe(f);
    }
};

struct NamedClip : LectureAddress {
    std::string filename;
    ClipQuery query;

    void describe(wire::Fields& f) {
        LectureAddress::describe(f);
        f.text("filename", filename, {.about = "The snippet's storage_link."});
        query.describe(f);
    }
};

using FindSnippet = std::function<std::optional<Snippet>()>;

// The snippet that `find` gives, with the open file of its clip. If the clip was cut again in between, its
// old file may be gone, and the snippet is looked up once more. Blocks.
OpenedClip open_clip(OpenClipFiles& files, const FindSnippet& find) {
    for (bool again = true;; again = false) {
        std::optional<Snippet> found = find();
        if (!found) return {};
        OpenedClip opened{std::make_shared<const Snippet>(std::move(*found)), nullptr};
        if (!opened.snippet->clip) return opened;
        try {
            opened.file = files.open(*opened.snippet->clip);
            return opened;
        } catch (const std::system_error& error) {
            if (!again || error.code() != std::errc::no_such_file_or_directory) throw;
        }
    }
}

Result<Response> clip_response(const ClipServices& clips, const Request& request, const OpenedClip& opened) {
    const auto& snippet = opened.snippet;
    if (!snippet) return Error::not_found("There is no such clip.");
    if (request.caller.signed_clip && *request.caller.signed_clip != snippet->id)
        return Error::forbidden("This address is signed for another clip.");
    if (!opened.file) return Error::not_found("This snippet has not been cut yet.");
    const Clip& clip = *snippet->clip;
    return file_response(request,
                         {.file = opened.file,
                          .bytes = clip.bytes,
                          .version = clip.version,
                          .made_at = clip.modified_at,
                          .name = *snippet->storage_link(),
                          .content_type = "video/mp4"},
                         clips.only_for_callers);
}

// Opens the clip, and keeps it in the cache for the next request with this path.
Result<Response> send_clip(const ClipServices& clips, Timestamp now, const Request& request,
                           const FindSnippet& find) {
    const auto before = clips.answer_cache.moment();
    const OpenedClip opened = open_clip(clips.files, find);
    clips.clip_cache.keep(request.path, before, opened, now);
    return clip_response(clips, request, opened);
}

Result<Response> download(const LectureServices& services, const ClipServices& clips,
                          const DownloadedClip& wanted, Request& request) {
    return send_clip(clips, services.now(), request,
                     [&] { return services.snippets.get(wanted.snippet_id); });
}

Result<Response> output_file(const LectureServices& services, const ClipServices& clips,
                             const NamedClip& wanted, Request& request) {
    return send_clip(clips, services.now(), request,
                     [&] { return services.snippets.clip_by_name(wanted.session_id, wanted.filename); });
}

std::optional<Response> known_clip(const ClipServices& clips, const std::function<Timestamp()>& now,
                                   const Request& request) {
    const auto known = clips.clip_cache.find(request.path, now());
    if (!known) return std::nullopt;
    return write_answer(clip_response(clips, request, *known), request);
}

}  // namespace

void add_clip_routes(Routes& routes, const LectureServices& services, const ClipServices& clips) {
    using http::Access;
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const auto known = bind_front(known_clip, std::cref(clips), std::cref(services.now));
    routes.add(
        {.method = Method::get,
         .pattern = "/api/v1/snippets/{snippet_id}/download",
         .access = Access::media,
         .client_owns = owns_snippet(services.owners),
         .summary = "Returns the clip of a snippet, whole or in ranges."},
        with_shortcut(known, blocking_endpoint<DownloadedClip, NoBody, Response>(
                                 database, bind_front(download, std::cref(services), std::cref(clips)))));
    routes.add(
        {.method = Method::get,
         .pattern = "/output/{session_id}/snippets/{filename}",
         .access = Access::media,
         .client_owns = owns_lecture(services.owners),
         .summary = "Returns a clip by its file name, whole or in ranges."},
        with_shortcut(known, blocking_endpoint<NamedClip, NoBody, Response>(
                                 database, bind_front(output_file, std::cref(services), std::cref(clips)))));
}

}  // namespace lectern::api
