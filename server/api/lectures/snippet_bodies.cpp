#include "server/api/lectures/snippet_bodies.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/hex.hpp"
#include "domain/base/sha256.hpp"
#include "server/http/problem.hpp"
#include "server/wire/json.hpp"

#include <cmath>
#include <span>

#include <boost/json/parse.hpp>

namespace lectern::api {
namespace {

std::optional<std::string> text_or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

// Of results as they are sent.
std::string results_tag(std::int64_t revision, std::string_view json) {
    const Sha256 digest = sha256(json);
    return '"' + std::to_string(revision) + '-' + to_hex(std::span(digest).first(8)) + '"';
}

double rounded(double value) {
    return std::round(value * 1000) / 1000;
}

}  // namespace

std::optional<std::int64_t> revision_of(std::string_view tag) {
    const std::size_t end = tag.find('-');
    if (!tag.starts_with('"') || end == std::string_view::npos) return std::nullopt;
    return ascii::parse_number<std::int64_t>(tag.substr(1, end - 1));
}

ClipBody::ClipBody(const Clip& clip, bool is_stale)
    : bytes(clip.bytes),
      duration(clip.duration),
      start(clip.first_second),
      made_at(clip.made_at),
      mode(clip.mode),
      method(clip.method),
      stale(is_stale) {}

SnippetCutBody::SnippetCutBody(const Cut& cut)
    : task_id(cut.task_id),
      status(task_status(cut.state, cut.attempt)),
      progress(rounded(cut.progress)),
      error(text_or_null(cut.error)) {}

SnippetBody::SnippetBody(const Snippet& snippet, std::optional<std::string> url)
    : id(snippet.id),
      session_id(snippet.lecture_id),
      position(snippet.position),
      start_second(static_cast<std::int64_t>(std::floor(snippet.start))),
      end_second(static_cast<std::int64_t>(std::ceil(snippet.end))),
      name(snippet.name),
      summary(snippet.summary),
      start(snippet.start),
      end(snippet.end),
      storage_link(snippet.storage_link()),
      media_url(std::move(url)),
      task_id(snippet.task_id),
      created_at(snippet.created_at) {
    if (snippet.clip) clip.emplace(*snippet.clip, snippet.clip_is_stale());
    if (snippet.cut) cut.emplace(*snippet.cut);
}

std::vector<PlanItem> PlanBody::items() const {
    std::vector<PlanItem> items;
    items.reserve(snippets.size());
    for (const PlanItemBody& item : snippets)
        items.push_back({item.id, item.name, item.summary.value_or(""), item.start, item.end});
    return items;
}

pipeline::CutPayload ProcessBody::payload() const {
    pipeline::CutPayload payload;
    payload.mode = mode;
    payload.mode = payload.mode_name();  // so that equal orders have equal payloads
    payload.fit = fit;
    payload.style = style;
    payload.background = background;
    payload.title = title;
    payload.width = width;
    payload.height = height;
    payload.title_seconds = title_seconds;
    return payload;
}

storage::CutOrder ProcessBody::order() const {
    const pipeline::CutPayload wanted = payload();
    return {wire::to_json(wanted), wanted.mode_name() == "fast" ? JobKind::fast_cut : JobKind::cut};
}

std::vector<std::int64_t> ProcessManyBody::ids() const {
    std::vector<std::int64_t> ids;
    ids.reserve(snippets.size());
    for (const SnippetIdBody& snippet : snippets)
        ids.push_back(snippet.id);
    return ids;
}

CutBody::CutBody(const Job& job)
    : task_id(job.id),
      status(task_status(job)),
      result(text_or_null(job.result)),
      error(text_or_null(job.error)),
      progress(rounded(job.progress)),
      attempt(job.attempt) {}

void ClipBody::describe(wire::Fields& f) {
    f.integer("bytes", bytes);
    f.number("duration", duration);
    f.number(
        "start", start,
        {.about = "Which second of the recording the first frame shows, after a title or an intro. A fast "
                  "clip may begin before its snippet."});
    f.time("made_at", made_at);
    f.text("mode", mode);
    f.text("method", method,
           {.about =
                "How its video was made: copied from the recording, encoded anew, or smart: encoded up to a "
                "keyframe of the recording and copied from there on."});
    f.truth("stale", stale, {.about = "The snippet has other bounds, or another name, than the clip shows."});
}

void SnippetCutBody::describe(wire::Fields& f) {
    f.text("task_id", task_id);
    f.text("status", status);
    f.number("progress", progress, {.min = 0, .max = 1});
    f.text("error", error);
}

void SnippetBody::describe(wire::Fields& f) {
    f.integer("id", id);
    f.integer("session_id", session_id);
    f.integer("position", position);
    f.text("name", name);
    f.text("summary", summary);
    f.integer("start_second", start_second);
    f.integer("end_second", end_second);
    f.number("start", start);
    f.number("end", end);
    f.text("storage_link", storage_link);
    f.text("media_url", media_url, {.address = true});
    f.text("task_id", task_id);
    f.object("clip", clip);
    f.object("cut", cut);
    f.time("created_at", created_at);
}

PlaybackBody::PlaybackBody(const Playback& playback)
    : mime(playback.mime),
      codecs(playback.codecs),
      width(playback.width),
      height(playback.height),
      direct(playback.direct()),
      reason(text_or_null(playback.obstacle)) {
    if (playback.fps > 0) fps = rounded(playback.fps);
}

void PlaybackBody::describe(wire::Fields& f) {
    f.text("mime", mime);
    f.text("codecs", codecs);
    f.integer("width", width);
    f.integer("height", height);
    f.number("fps", fps);
    f.truth("direct", direct, {.about = "The browsers that people use play the recording as it is."});
    f.text("reason", reason, {.about = "Why they do not."});
}

ProxyBody::ProxyBody(const Proxy& proxy, std::optional<std::string> signed_url)
    : url(std::move(signed_url)),
      task_id(proxy.job_id),
      status(task_status(proxy.state, proxy.attempt)),
      progress(proxy.file ? 1 : rounded(proxy.progress)),
      error(text_or_null(proxy.error)) {}

void ProxyBody::describe(wire::Fields& f) {
    f.text("url", url, {.address = true});
    f.text("task_id", task_id);
    f.text("status", status);
    f.number("progress", progress, {.min = 0, .max = 1});
    f.text("error", error);
}

ResultsBody::ResultsBody(const LectureWithSnippets& found)
    : LectureBody(found.lecture),
      revision(found.lecture.revision),
      progress(rounded_progress(found.progress)),
      poster_url(api::poster_url(found.lecture.id, found.poster_version)),
      preview(preview_text(found.preview)) {
    if (found.lecture.playback) playback.emplace(*found.lecture.playback);
}

void ResultsBody::describe(wire::Fields& f) {
    LectureBody::describe(f);
    f.integer("revision", revision, {.about = "Of the plan: each change gives a higher one."});
    f.number("progress", progress, {.min = 0, .max = 1, .about = "Of the pipeline."});
    f.text("poster_url", poster_url, {.address = true});
    f.text("preview", preview,
           {.one_of = preview_words(),
            .about = "Whether there are peaks, a poster and sprites. While it is `making`, requests for them "
                     "are answered with 404; the event `lecture` tells when that changes. null: there is no "
                     "recording yet, or its preview was never asked for; the first request has it made. "
                     "failed: a request tells why, and after an hour has it made again."});
    f.text("events_url", events_url, {.address = true});
    f.text("captions_url", captions_url, {.address = true});
    f.text("recording_url", recording_url, {.address = true});
    f.object("playback", playback);
    f.object("proxy", proxy);
    f.list("snippets", snippets);
}

http::Response Results::response(const http::Request& request) const {
    std::string json = wire::to_json(body, request.public_url);
    std::string tag = results_tag(body.revision, json);
    http::Response response = http::Response::json(200, std::move(json));
    response.fields.set("ETag", std::move(tag));
    return response;
}

// The tag is that of the results, with which the caller may go on.
http::Response OutdatedPlan::response(const http::Request& request) const {
    const std::string results = wire::to_json(present, request.public_url);
    http::Response response = http::problem(412, error.message, {}, boost::json::parse(results).as_object());
    response.fields.set("ETag", results_tag(present.revision, results));
    return response;
}

void PlanItemBody::describe(wire::Fields& f) {
    f.integer("id", id, {.min = 1});
    f.text("name", name, {.min = 1, .max = 200});
    f.text("summary", summary, {.max = 5000});
    f.number("start", start, {.min = 0});
    f.number("end", end, {.min = 0});
}

void ProcessBody::describe(wire::Fields& f) {
    f.text("mode", mode, {.one_of = {"styled", "exact", "fast"}});
    f.integer("width", width, {.min = 64, .max = 3840});
    f.integer("height", height, {.min = 64, .max = 2160});
    f.text("fit", fit, {.one_of = {"fit", "crop"}});
    f.number("title_seconds", title_seconds, {.min = 0, .max = 30});
    f.text("title", title, {.max = 200});
    f.text("style", style, {.one_of = {"board", "paper", "plain"}});
    f.text("background", background, {.max = 20});
    f.rule("width", width.value_or(0) % 2 == 0, "must be even");
    f.rule("height", height.value_or(0) % 2 == 0, "must be even");
    f.rule("background", !background || pipeline::parse_colour(*background),
           "must be a colour such as #1d3557");
}

void CutBody::describe(wire::Fields& f) {
    f.text("task_id", task_id);
    f.text("status", status);
    f.text("result", result);
    f.number("progress", progress, {.min = 0, .max = 1});
    f.text("error", error);
    f.integer("attempt", attempt);
}

}  // namespace lectern::api
