#include "storage/lectures/lecture_rows.hpp"

#include "domain/job/kinds.hpp"
#include "domain/lecture/preview.hpp"
#include "storage/files/outbox.hpp"
#include "storage/jobs/job_endings.hpp"
#include "storage/lectures/proxy_rows.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

const Statement put_status{"lecture.set_status",
                           "UPDATE lectures SET status = $2, error = '', updated_at = $3 WHERE id = $1"};
constexpr Columns<Lecture> recording_of_lecture(
    {
        column<&Lecture::id>("id"),
        column<&Lecture::duration>("duration"),
        column<&Lecture::updated_at>("updated_at"),
    },
    recording_columns);
const Statement set_recording{"lecture.set_recording",
                              "UPDATE lectures SET " + recording_of_lecture.assignments() + " WHERE id = $1"};
const Statement put_job{"lecture.set_job", "UPDATE lectures SET job_id = $2 WHERE id = $1"};
const Statement delete_snippet{"snippet.delete", "DELETE FROM snippets WHERE id = $1"};
constexpr Columns<Snippet> clip_of_snippet({column<&Snippet::id>("id")}, clip_columns);
const Statement set_clip{"snippet.set_clip",
                         "UPDATE snippets SET " + clip_of_snippet.assignments() + " WHERE id = $1"};
const Statement clip_date{"snippet.clip_date",
                          "SELECT lecture_id, clip_modified_at FROM snippets WHERE id = $1"};
const Statement raise_clips_until{"lecture.raise_clips_until",
                                  "UPDATE lectures SET clips_until = $2 WHERE id = $1 AND clips_until < $2"};
const Statement find_clips_until{"lecture.clips_until", "SELECT clips_until FROM lectures WHERE id = $1"};
const Statement put_task{"snippet.set_task", "UPDATE snippets SET task_id = $2 WHERE id = $1"};

// `row`: with the preview (p) and its job (vj).
std::optional<PreviewState> preview_state_in(const Row& row, const Lecture& lecture) {
    if (!row.is_null("p.sha256")) return PreviewState::ready;
    if (!lecture.recording || row.is_null("vj.state")) return std::nullopt;
    const JobState state = parse_job_state(row.text("vj.state")).value();
    return is_open(state) ? PreviewState::making : PreviewState::failed;
}

}  // namespace

const Statement lecture_by_id{"lecture.find",
                              "SELECT " + lecture_columns.list() + " FROM lectures WHERE id = $1"};
const Statement lecture_of_source{"lecture.of_source", "SELECT id FROM lectures WHERE source_key = $1"};
const Statement lecture_with_snippets{
    "lecture.find_with_snippets",
    "SELECT " + lecture_columns.list("l") + ", " + snippet_columns.list("s") + ", " + cut_columns.list("j") +
        R"(, pj.kind AS "pj.kind", pj.progress AS "pj.progress", p.sha256 AS "p.sha256", )"
        R"(p.has_poster AS "p.has_poster", vj.state AS "vj.state", )" +
        columns_of_proxy() +
        " FROM lectures AS l LEFT JOIN snippets AS s ON s.lecture_id = l.id "
        "LEFT JOIN jobs AS j ON j.id = s.task_id LEFT JOIN jobs AS pj ON pj.id = l.job_id "
        "LEFT JOIN previews AS p ON p.lecture_id = l.id LEFT JOIN jobs AS vj ON vj.id = p.job_id" +
        join_proxy() + "WHERE l.id = $1 ORDER BY s.position"};

const std::string& select_snippets() {
    static const std::string text = "SELECT " + snippet_columns.list("s") + ", " + cut_columns.list("j") +
                                    " FROM snippets AS s LEFT JOIN jobs AS j ON j.id = s.task_id ";
    return text;
}

Snippet read_snippet(const Row& row) {
    Snippet snippet = snippet_columns.read(row, "s");
    if (!row.is_null("j.id")) snippet.cut = cut_columns.read(row, "j");
    return snippet;
}

Error no_lecture() {
    return Error::not_found("There is no such session.");
}

Error no_snippet() {
    return Error::not_found("There is no such snippet.");
}

Error no_recording_yet() {
    return Error::conflict("The recording of this session is not here yet.");
}

double pipeline_progress(LectureStatus status, const Row& job, const std::string& prefix) {
    if (status == LectureStatus::finished) return 1;
    if (job.is_null(prefix + "kind")) return 0;
    const PipelineStep& step = pipeline_step(parse_job_kind(job.text(prefix + "kind")).value());
    return step.from + (step.to - step.from) * job.real(prefix + "progress");
}

std::optional<std::string> poster_version_in(const Row& preview, const std::string& prefix) {
    if (preview.optional_integer(prefix + "has_poster").value_or(0) == 0) return std::nullopt;
    return preview_version(preview.text(prefix + "sha256"));
}

std::optional<LectureWithSnippets> read_with_snippets(const std::vector<Row>& rows) {
    if (rows.empty()) return std::nullopt;
    LectureWithSnippets result{lecture_columns.read(rows.front(), "l"), {}};
    result.progress = pipeline_progress(result.lecture.status, rows.front(), "pj.");
    result.poster_version = poster_version_in(rows.front(), "p.");
    result.preview = preview_state_in(rows.front(), result.lecture);
    result.proxy = read_proxy(rows.front());
    if (rows.front().is_null("s.id")) return result;
    result.snippets.reserve(rows.size());
    for (const Row& row : rows)
        result.snippets.push_back(read_snippet(row));
    return result;
}

Lecture read_lecture(Transaction& tx, std::int64_t id) {
    return lecture_columns.read(tx.query(lecture_by_id, {id}).front());
}

Error duplicate_of(std::int64_t id) {
    return Error::duplicate("A session with this recording exists already.", id);
}

void set_lecture_status(Transaction& tx, std::int64_t id, LectureStatus status, Timestamp now) {
    tx.query(put_status, {id, std::string(to_text(status)), to_value(now)});
}

void put_recording(Transaction& tx, const Lecture& lecture, Timestamp now) {
    Lecture written = lecture;
    written.updated_at = now;
    tx.query(set_recording, recording_of_lecture.values(written));
}

void set_lecture_job(Transaction& tx, std::int64_t id, const std::string& job_id) {
    tx.query(put_job, {id, job_id});
}

void drop_snippet(Transaction& tx, const Snippet& snippet, Timestamp now) {
    revoke_cut(tx, snippet.id, now);
    if (snippet.clip) put_trash(tx, snippet.clip->file, now);
    tx.query(delete_snippet, {snippet.id});
}

void clips_leave(Transaction& tx, std::int64_t lecture_id, Timestamp latest) {
    tx.query(raise_clips_until, {lecture_id, to_value(latest)});
}

Timestamp earliest_clip_date(Transaction& tx, std::int64_t lecture_id) {
    return next_second(to_timestamp(tx.query(find_clips_until, {lecture_id}).front().integer("clips_until")));
}

void put_clip(Transaction& tx, std::int64_t snippet_id, const std::optional<Clip>& clip) {
    Snippet snippet;
    snippet.id = snippet_id;
    snippet.clip = clip;
    tx.query(set_clip, clip_of_snippet.values(snippet));
}

void clear_clip(Transaction& tx, std::int64_t snippet_id) {
    for (const Row& row : tx.query(clip_date, {snippet_id}))
        if (const auto date = row.optional_integer("clip_modified_at"))
            clips_leave(tx, row.integer("lecture_id"), to_timestamp(*date));
    put_clip(tx, snippet_id, std::nullopt);
}

void set_snippet_task(Transaction& tx, std::int64_t snippet_id, const std::string& job_id) {
    tx.query(put_task, {snippet_id, job_id});
}

}  // namespace lectern::storage
