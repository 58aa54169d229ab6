#include "storage/lectures/lecture_rows.hpp"

#include "storage/files/outbox.hpp"
#include "storage/jobs/job_endings.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

const Statement find_lecture{"lecture.find",
                             "SELECT " + lecture_columns.list() + " FROM lectures WHERE id = $1"};
const Statement put_status{"lecture.set_status",
                           "UPDATE lectures SET status = $2, error = '', updated_at = $3 WHERE id = $1"};
const Statement put_job{"lecture.set_job", "UPDATE lectures SET job_id = $2 WHERE id = $1"};
const Statement delete_snippet{"snippet.delete", "DELETE FROM snippets WHERE id = $1"};
const Statement put_no_clip{
    "snippet.clear_clip",
    "UPDATE snippets SET clip_file = NULL, clip_version = NULL, clip_bytes = NULL, clip_sha256 = NULL, "
    "clip_made_at = NULL WHERE id = $1"};
const Statement insert{"snippet.insert", snippet_columns.insert_into("snippets")};

}  // namespace

const Statement lecture_with_snippets{
    "lecture.find_with_snippets",
    "SELECT " + lecture_columns.list("l") + ", " + snippet_columns.list("s") +
        " FROM lectures AS l LEFT JOIN snippets AS s ON s.lecture_id = l.id WHERE l.id = $1 "
        "ORDER BY s.position"};

Error no_lecture() {
    return Error::not_found("There is no such session.");
}

Error no_snippet() {
    return Error::not_found("There is no such snippet.");
}

Error no_recording_yet() {
    return Error::conflict("The recording of this session is not here yet.");
}

std::optional<LectureWithSnippets> read_with_snippets(const std::vector<Row>& rows) {
    if (rows.empty()) return std::nullopt;
    LectureWithSnippets result{lecture_columns.read(rows.front(), "l"), {}};
    if (!rows.front().is_null("s.id")) result.snippets = snippet_columns.read_all(rows, "s");
    return result;
}

Lecture read_lecture(Transaction& tx, std::int64_t id) {
    return lecture_columns.read(tx.query(find_lecture, {id}).front());
}

void set_lecture_status(Transaction& tx, std::int64_t id, LectureStatus status, Timestamp now) {
    tx.query(put_status, {id, std::string(to_text(status)), to_value(now)});
}

void set_lecture_job(Transaction& tx, std::int64_t id, const std::string& job_id) {
    tx.query(put_job, {id, job_id});
}

void drop_snippet(Transaction& tx, const Snippet& snippet, Timestamp now) {
    revoke_cut(tx, snippet.id, now);
    if (snippet.clip) put_trash(tx, snippet.clip->file, now);
    tx.query(delete_snippet, {snippet.id});
}

void clear_clip(Transaction& tx, std::int64_t snippet_id) {
    tx.query(put_no_clip, {snippet_id});
}

void insert_snippet(Transaction& tx, const Snippet& snippet) {
    tx.query(insert, snippet_columns.values(snippet));
}

}  // namespace lectern::storage
