#pragma once

#include "domain/lecture/lecture.hpp"
#include "storage/sql/database.hpp"

#include <string>
#include <vector>

namespace lectern::storage {

// Rows of lectures and snippets, shared by the parts of LectureStore.

// As read by to_lecture
inline const std::string lecture_columns =
    "id, name, module, link, source_key, status, error, recording, duration, class_session_id, job_id, "
    "created_at, "
    "updated_at";

// As read by to_snippet
inline const std::string snippet_columns =
    "id, lecture_id, position, name, summary, start_second, end_second, clip_file, clip_version, clip_bytes, "
    "clip_sha256, clip_made_at, task_id, created_at";

// Parameter: the lecture's id. Rows as read by to_lecture_with_snippets
inline const std::string with_snippets_sql =
    "SELECT l.id, l.name, l.module, l.link, l.source_key, l.status, l.error, l.recording, l.duration, "
    "l.class_session_id, l.job_id, l.created_at, l.updated_at, "
    "s.id, s.lecture_id, s.position, s.name, s.summary, s.start_second, s.end_second, s.clip_file, "
    "s.clip_version, "
    "s.clip_bytes, s.clip_sha256, s.clip_made_at, s.task_id, s.created_at "
    "FROM lectures AS l LEFT JOIN snippets AS s ON s.lecture_id = l.id WHERE l.id = $1 ORDER BY s.position";

Lecture to_lecture(const Row& row, std::size_t first_column = 0);
Snippet to_snippet(const Row& row, std::size_t first_column = 0);
std::optional<LectureWithSnippets> to_lecture_with_snippets(const std::vector<Row>& rows);

// For a lecture that the transaction has locked.
Lecture read_lecture(Transaction& tx, std::int64_t id);

void set_lecture_status(Transaction& tx, std::int64_t id, LectureStatus status, Timestamp now);

// Ends the snippet's open jobs, sends its clip to the outbox, forgets it.
void drop_snippet(Transaction& tx, const Snippet& snippet, Timestamp now);

// The snippet has no clip any more; its file is the caller's to see to.
void forget_clip(Transaction& tx, std::int64_t snippet_id);

void add_snippet(Transaction& tx, const Snippet& snippet);

}  // namespace lectern::storage
