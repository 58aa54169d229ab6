// Peaks, posters and sprites of recordings.
#include "domain/base/ascii.hpp"
#include "domain/base/random.hpp"
#include "domain/lecture/sprites.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/media_answers.hpp"
#include "server/api/lectures/previews/preview_routes.hpp"
#include "server/jobs/runner.hpp"
#include "storage/lectures/preview_store.hpp"

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace lectern::api {
namespace {

using http::Request;
using http::Response;
using storage::LecturePreview;

struct WantedPreview : RecordingAddress {
    std::optional<std::string> version;

    void describe(wire::Fields& f) {
        RecordingAddress::describe(f);
        f.text("v", version,
               {.about = "In addresses that Lectern gives out: caches keep the answer for ever."});
    }
};

struct WantedPeaks : WantedPreview {
    int rate = 20;

    void describe(wire::Fields& f) {
        static constexpr std::array<std::pair<std::string_view, int>, 4> rates{
            {{"1", 1}, {"4", 4}, {"20", 20}, {"100", 100}}};
        WantedPreview::describe(f);
        f.choice("pps", rate, rates, "Pairs of a minimum and a maximum for each second; 20 if absent.");
    }
};

struct WantedSheet : WantedPreview {
    std::string sheet;

    void describe(wire::Fields& f) {
        WantedPreview::describe(f);
        f.text("sheet", sheet, {.about = "The number of a sheet, from 0, and .jpg: 0.jpg"});
    }
};

struct PreviewServices {
    const LectureServices& lectures;
    const MediaServices& media;
    storage::PreviewStore& previews;
};

Error not_yet(std::string message) {
    Error error = Error::not_found(std::move(message));
    error.retry_after = std::chrono::seconds(2);
    return error;
}

// `error`: of an attempt that is repeated, what it waits for; or "".
Error being_made(const std::string& error) {
    return not_yet("The preview of this recording is being made." + (error.empty() ? "" : " " + error));
}

// The lecture with its preview. If nobody has asked for it before, orders it.
Result<LecturePreview> find_preview(const PreviewServices& services, std::int64_t lecture_id) {
    auto found = services.previews.find(lecture_id);
    if (!found) return Error::not_found(no_such_lecture);
    if (found->preview) return *std::move(found);
    if (!found->lecture.recording) {
        const char* const message = "The recording of this session has not come in yet.";
        return pipeline_runs(found->lecture.status) ? not_yet(message) : Error::not_found(message);
    }
    if (found->missing(services.lectures.now())) {
        if (auto ordered = services.previews.order(lecture_id, random_uuid(), services.lectures.now());
            !ordered)
            return ordered.error();
        services.lectures.runner.wake();
        return being_made("");
    }
    if (!is_open(*found->job_state)) {
        return Error::not_found("No preview could be made of this recording. " + found->job_error);
    }
    return being_made(found->job_error);
}

bool names_version(const Preview& preview, const WantedPreview& wanted) {
    return wanted.version && *wanted.version == preview_version(preview.sha256);
}

// Previews never change. But an address without a version may mean another one later, because the numbers of
// sessions begin anew with a new database.
std::string caching(const PreviewServices& services, const Preview& preview, const WantedPreview& wanted) {
    return std::string(services.media.only_for_callers ? "private" : "public") +
           (names_version(preview, wanted) ? ", max-age=31536000, immutable" : ", max-age=600, immutable");
}

struct PartFacts {
    std::string_view content_type;
    std::string file_name;
};

Response part_response(const PreviewServices& services, const Preview& preview, const PreviewPart& part,
                       const PartFacts& facts, const WantedPreview& wanted, const Request& request) {
    const FileFacts file{.bytes = part.bytes,
                         .version = preview_version(preview.sha256) + "-" + part.name,
                         .made_at = preview.made_at,
                         .name = facts.file_name,
                         .content_type = std::string(facts.content_type)};
    Response response = file_response(request, services.media.files.open(preview.file, preview.sha256), file,
                                      services.media.only_for_callers);
    std::get<http::FileBody>(response.body).offset = static_cast<std::uint64_t>(part.offset);
    response.fields.set("Cache-Control", caching(services, preview, wanted));
    return response;
}

Result<Response> find_and_open(const PreviewServices& services, std::int64_t lecture_id,
                               const std::function<Result<Response>(const Preview&)>& open) {
    return open_named_file([&]() -> Result<Response> {
        const auto found = find_preview(services, lecture_id);
        if (!found) return found.error();
        return open(*found->preview);
    });
}

Result<Response> get_peaks(const PreviewServices& services, const WantedPeaks& wanted,
                           const Request& request) {
    return find_and_open(services, wanted.session_id, [&](const Preview& preview) -> Result<Response> {
        const PreviewPart* part = preview.parts.find(peaks_part(wanted.rate));
        if (!part) return Response::no_content();
        return part_response(services, preview, *part,
                             {.content_type = "application/octet-stream", .file_name = part->name + ".dat"},
                             wanted, request);
    });
}

Result<Response> picture(const PreviewServices& services, const WantedPreview& wanted,
                         const std::string& name, const Request& request) {
    return find_and_open(services, wanted.session_id, [&](const Preview& preview) -> Result<Response> {
        const PreviewPart* part = preview.parts.find(name);
        if (!part) return Error::not_found("There is no such picture of this recording.");
        return part_response(services, preview, *part,
                             {.content_type = "image/jpeg", .file_name = name + ".jpg"}, wanted, request);
    });
}

Result<Response> get_poster(const PreviewServices& services, const WantedPreview& wanted,
                            const Request& request) {
    return picture(services, wanted, std::string(poster_part), request);
}

Result<Response> get_sheet(const PreviewServices& services, const WantedSheet& wanted,
                           const Request& request) {
    constexpr std::string_view ending = ".jpg";
    std::string_view number = wanted.sheet;
    if (number.ends_with(ending)) number.remove_suffix(ending.size());
    const auto sheet = ascii::parse_number<std::int64_t>(number);
    if (number.size() == wanted.sheet.size() || !sheet)
        return Error::invalid("sheet", "must be the number of a sheet and .jpg");
    return picture(services, wanted, sprites_part(*sheet), request);
}

// What stands behind the addresses of the sheets: a signature opens them as it opens this text.
std::string query_of_sheets(const Preview& preview, const WantedPreview& wanted) {
    std::string query = "?v=" + preview_version(preview.sha256);
    const MediaQuery& signed_by = wanted.query;
    if (signed_by.id && signed_by.expires && signed_by.signature)
        query += "&recording=" + *signed_by.id + "&expires=" + *signed_by.expires +
                 "&signature=" + *signed_by.signature;
    return query;
}

Result<Response> get_sprites(const PreviewServices& services, const WantedPreview& wanted) {
    const auto found = find_preview(services, wanted.session_id);
    if (!found) return found.error();
    const Preview& preview = *found->preview;
    if (preview.parts.cells == 0) return Error::not_found("There are no pictures of this recording.");
    Response response;
    response.fields.set("Content-Type", "text/vtt; charset=utf-8");
    response.fields.set("Cache-Control", caching(services, preview, wanted));
    response.body = sprites_webvtt(preview.parts.cells,
                                   found->lecture.duration.value_or(preview.parts.cells * sprite_seconds),
                                   query_of_sheets(preview, wanted));
    return response;
}

}  // namespace

void add_preview_routes(Routes& routes, const LectureServices& services, const MediaServices& media,
                        storage::PreviewStore& previews) {
    using std::bind_front;
    const PreviewServices all{services, media, previews};
    const auto row = [&](const char* path, const char* summary) {
        return http::Route{.method = http::Method::get,
                           .pattern = std::string("/api/v1/sessions/{session_id}/") + path,
                           .access = http::Access::recording,
                           .client_owns = owns_lecture(services.owners),
                           .summary = summary};
    };
    http::BlockingPool& database = services.database;
    routes.add(row("peaks",
                   "Returns the waveform of a recording as audiowaveform's .dat, version 2. 204: it has no "
                   "sound. 404 with Retry-After: it is being made."),
               blocking_endpoint<WantedPeaks, NoBody, Response>(database, bind_front(get_peaks, all)));
    routes.add(row("poster.jpg",
                   "Returns a picture that stands for a recording. 404 with Retry-After: it is being "
                   "made."),
               blocking_endpoint<WantedPreview, NoBody, Response>(database, bind_front(get_poster, all)));
    routes.add(row("sprites.vtt",
                   "Returns WebVTT that says where the sprites are: small pictures of a recording, "
                   "one every ten seconds."),
               blocking_endpoint<WantedPreview, NoBody, Response>(database, bind_front(get_sprites, all)));
    routes.add(row("sprites/{sheet}", "Returns a sheet of sprites."),
               blocking_endpoint<WantedSheet, NoBody, Response>(database, bind_front(get_sheet, all)));
}

}  // namespace lectern::api
