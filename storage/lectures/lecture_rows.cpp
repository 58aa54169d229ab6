#include "storage/lectures/lecture_rows.hpp"

#include "storage/files/outbox.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

constexpr std::size_t lecture_column_count = 13;

LectureStatus known_status(const std::string& text) {
    const auto status = parse_lecture_status(text);
    if (!status) throw std::runtime_error("the lectures table holds an unknown status: " + text);
    return *status;
}

}  // namespace

Lecture to_lecture(const Row& row, std::size_t first_column) {
    const auto at = [first_column](std::size_t column) { return first_column + column; };
    Lecture lecture;
    lecture.id = row.integer(at(0));
    lecture.name = row.text(at(1));
    lecture.module = row.optional_text(at(2));
    lecture.link = row.text(at(3));
    lecture.source_key = row.text(at(4));
    lecture.status = known_status(row.text(at(5)));
    lecture.error = row.text(at(6));
    lecture.recording = row.optional_text(at(7));
    lecture.duration = row.optional_real(at(8));
    lecture.class_session_id = row.optional_text(at(9));
    lecture.job_id = row.optional_text(at(10));
    lecture.created_at = to_timestamp(row.integer(at(11)));
    lecture.updated_at = to_timestamp(row.integer(at(12)));
    return lecture;
}

Snippet to_snippet(const Row& row, std::size_t first_column) {
    const auto at = [first_column](std::size_t column) { return first_column + column; };
    Snippet snippet;
    snippet.id = row.integer(at(0));
    snippet.lecture_id = row.integer(at(1));
    snippet.position = static_cast<int>(row.integer(at(2)));
    snippet.name = row.text(at(3));
    snippet.summary = row.text(at(4));
    snippet.start = row.real(at(5));
    snippet.end = row.real(at(6));
    if (!row.is_null(at(7))) {
        snippet.clip = Clip{row.text(at(7)), row.text(at(8)), row.integer(at(9)), row.text(at(10)),
                            to_timestamp(row.integer(at(11)))};
    }
    snippet.task_id = row.optional_text(at(12));
    snippet.created_at = to_timestamp(row.integer(at(13)));
    return snippet;
}

std::optional<LectureWithSnippets> to_lecture_with_snippets(const std::vector<Row>& rows) {
    if (rows.empty()) return std::nullopt;
    LectureWithSnippets result{to_lecture(rows.front()), {}};
    if (rows.front().is_null(lecture_column_count)) return result;
    result.snippets.reserve(rows.size());
    for (const Row& row : rows)
        result.snippets.push_back(to_snippet(row, lecture_column_count));
    return result;
}

Lecture read_lecture(Transaction& tx, std::int64_t id) {
    return to_lecture(tx.query("SELECT " + lecture_columns + " FROM lectures WHERE id = $1", {id}).front());
}

void set_lecture_status(Transaction& tx, std::int64_t id, LectureStatus status, Timestamp now) {
    tx.query("UPDATE lectures SET status = $2, error = '', updated_at = $3 WHERE id = $1",
             {id, std::string(to_text(status)), to_value(now)});
}

void drop_snippet(Transaction& tx, const Snippet& snippet, Timestamp now) {
    revoke_cut(tx, snippet.id, now);
    if (snippet.clip) put_trash(tx, snippet.clip->file, now);
    tx.query("DELETE FROM snippets WHERE id = $1", {snippet.id});
}

void forget_clip(Transaction& tx, std::int64_t snippet_id) {
    tx.query(
        "UPDATE snippets SET clip_file = NULL, clip_version = NULL, clip_bytes = NULL, clip_sha256 = NULL, "
        "clip_made_at = NULL WHERE id = $1",
        {snippet_id});
}

void add_snippet(Transaction& tx, const Snippet& snippet) {
    tx.query(
        "INSERT INTO snippets (lecture_id, position, name, summary, start_second, end_second, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {snippet.lecture_id, std::int64_t{snippet.position}, snippet.name, snippet.summary, snippet.start,
         snippet.end, to_value(snippet.created_at)});
}

}  // namespace lectern::storage
