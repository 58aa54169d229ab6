#include "server/api/lectures/lecture_bodies.hpp"

#include <cmath>

namespace lectern::api {
namespace {

std::optional<std::string> text_or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

LectureBody::LectureBody(const Lecture& lecture)
    : id(lecture.id),
      name(lecture.name),
      module(lecture.module),
      drive_link(lecture.link),
      job_status(to_text(lecture.status)),
      error(text_or_null(lecture.error)),
      notice(text_or_null(lecture.notice())),
      class_session_id(lecture.class_session_id),
      duration(lecture.duration),
      created_at(lecture.created_at),
      updated_at(lecture.updated_at) {}

ListedLectureBody::ListedLectureBody(const storage::ListedLecture& lecture)
    : LectureBody(lecture),
      progress(rounded_progress(lecture.progress)),
      snippet_count(lecture.snippets),
      clip_count(lecture.clips),
      poster_url(api::poster_url(lecture.id, lecture.poster_version)) {}

std::optional<std::string> poster_url(std::int64_t lecture_id, const std::optional<std::string>& version) {
    if (!version) return std::nullopt;
    return "/api/v1/sessions/" + std::to_string(lecture_id) + "/poster.jpg?v=" + *version;
}

std::optional<std::string> preview_text(const std::optional<PreviewState>& preview) {
    if (!preview) return std::nullopt;
    return std::string(to_text(*preview));
}

std::vector<std::string_view> preview_words() {
    std::vector<std::string_view> words;
    words.reserve(std::size(preview_states));
    for (const PreviewState state : preview_states)
        words.push_back(to_text(state));
    return words;
}

double rounded_progress(double progress) {
    return std::round(progress * 1000) / 1000;
}

StatusBody::StatusBody(const storage::PipelineStatus& status)
    : job_status(to_text(status.status)),
      progress(rounded_progress(status.progress)),
      error(text_or_null(status.error)),
      notice(text_or_null(status.notice)),
      attempt(status.attempt) {}

TranscriptBody::TranscriptBody(const Transcript& transcript)
    : language(transcript.language), engine(transcript.engine), duration(transcript.duration) {
    segments.reserve(transcript.segments.size());
    for (const auto& segment : transcript.segments)
        segments.push_back({segment.start, segment.end, segment.text});
    silences.reserve(transcript.silences.size());
    for (const auto& silence : transcript.silences)
        silences.push_back({silence.start, silence.end});
}

void UploadSession::describe(wire::Fields& f) {
    f.text("name", name, {.min = 1, .max = 200});
    f.text("module", module, {.max = 200});
    f.text("drive_link", drive_link, {.min = 1, .max = 2048});
    f.uuid("download_task_id", download_task_id);
    f.rule("drive_link", drive_link || download_task_id, "is required");
    f.rule("download_task_id", !drive_link || !download_task_id,
           "must not be given together with drive_link");
    f.text("subtitles", subtitles, {.max = 900000});
    f.uuid("class_session_id", class_session_id);
    f.uuid("classroom_id", classroom_id);
}

void LectureChangeBody::describe(wire::Fields& f) {
    f.text("name", name, {.min = 1, .max = 200});
    f.text("module", module, {.max = 200});
}

void LectureBody::describe(wire::Fields& f) {
    f.integer("id", id);
    f.text("name", name);
    f.text("module", module);
    f.text("drive_link", drive_link);
    f.text("job_status", job_status);
    f.text("error", error);
    f.text("notice", notice, {.about = "What a person should know although nothing has failed."});
    f.number("duration", duration);
    f.text("class_session_id", class_session_id);
    f.time("created_at", created_at);
    f.time("updated_at", updated_at);
}

void ListedLectureBody::describe(wire::Fields& f) {
    LectureBody::describe(f);
    f.number("progress", progress, {.min = 0, .max = 1, .about = "Of its pipeline."});
    f.integer("snippet_count", snippet_count);
    f.integer("clip_count", clip_count, {.about = "The number of snippets that have a clip."});
    f.text("poster_url", poster_url, {.address = true});
}

void StatusBody::describe(wire::Fields& f) {
    f.text("job_status", job_status);
    f.number("progress", progress, {.min = 0, .max = 1});
    f.text("error", error);
    f.text("notice", notice);
    f.integer("attempt", attempt);
}

void SegmentBody::describe(wire::Fields& f) {
    f.number("start", start);
    f.number("end", end);
    f.text("text", text);
}

void SilenceBody::describe(wire::Fields& f) {
    f.number("start", start);
    f.number("end", end);
}

void TranscriptBody::describe(wire::Fields& f) {
    f.text("language", language);
    f.text("engine", engine);
    f.number("duration", duration);
    f.list("segments", segments, {.max = 1000000});
    f.list("silences", silences, {.max = 1000000});
}

}  // namespace lectern::api
