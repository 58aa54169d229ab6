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
      class_session_id(lecture.class_session_id),
      duration(lecture.duration),
      created_at(lecture.created_at),
      updated_at(lecture.updated_at) {}

StatusBody::StatusBody(const storage::PipelineStatus& status)
    : job_status(to_text(status.status)),
      progress(std::round(status.progress * 1000) / 1000),
      error(text_or_null(status.error)),
      attempt(status.attempt) {}

TranscriptBody::TranscriptBody(const Transcript& transcript)
    : language(transcript.language), engine(transcript.engine), duration(transcript.duration) {
    segments.reserve(transcript.segments.size());
    for (const auto& segment : transcript.segments)
        segments.push_back({segment.start, segment.end, segment.text});
}

}  // namespace lectern::api
