#include "server/api/lectures/bodies.hpp"

#include "domain/job/job.hpp"

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
      class_session_id(lecture.class_session_id),
      duration(lecture.duration),
      created_at(lecture.created_at),
      updated_at(lecture.updated_at) {}

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
      created_at(snippet.created_at) {}

StatusBody::StatusBody(const storage::PipelineStatus& status)
    : job_status(to_text(status.status)),
      progress(std::round(status.progress * 1000) / 1000),
      error(text_or_null(status.error)),
      attempt(status.attempt) {}

TaskBody::TaskBody(const Job& job)
    : task_id(job.id),
      status(task_status(job)),
      result(text_or_null(job.result)),
      error(text_or_null(job.error)),
      progress(std::round(job.progress * 1000) / 1000),
      attempt(job.attempt) {}

UploadBody::UploadBody(const storage::Upload& upload)
    : id(upload.id),
      link("upload://" + upload.id),
      name(upload.file_name),
      received(upload.received),
      total(upload.total < 0 ? std::nullopt : std::optional(upload.total)),
      complete(upload.complete),
      created_at(upload.created_at) {}

TranscriptBody::TranscriptBody(const Transcript& transcript)
    : language(transcript.language), engine(transcript.engine), duration(transcript.duration) {
    segments.reserve(transcript.segments.size());
    for (const auto& segment : transcript.segments)
        segments.push_back({segment.start, segment.end, segment.text});
}

}  // namespace lectern::api
