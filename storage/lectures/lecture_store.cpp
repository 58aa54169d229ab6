#include "storage/lectures/lecture_store.hpp"

#include "domain/base/hex.hpp"
#include "domain/base/sha256.hpp"
#include "storage/batches/batch_rows.hpp"
#include "storage/classrooms/class_tie_rows.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/lectures/transcript_json.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

Error no_lecture() {
    return refusal(ErrorCode::not_found, "There is no such session.");
}

Error duplicate_of(std::int64_t id) {
    Error error = refusal(ErrorCode::duplicate, "A session with this recording exists already.");
    error.existing_id = id;
    return error;
}

// Names that the statement may hold: never the caller's text. NULL is the smallest on both drivers.
std::string order_clause(const LectureQuery& query) {
    const auto column = [&]() -> std::string {
        switch (query.sort_by) {
            case LectureOrder::created_at:
                return "created_at";
            case LectureOrder::id:
                return "";
            case LectureOrder::name:
                return "name";
            case LectureOrder::module:
                return "module";
            case LectureOrder::job_status:
                return "status";
        }
        throw std::logic_error("unknown order");
    }();
    const std::string direction = query.descending ? " DESC" : " ASC";
    const std::string nulls = query.descending ? " NULLS LAST, " : " NULLS FIRST, ";
    if (column.empty()) return " ORDER BY id" + direction;
    return " ORDER BY " + column + direction + (column == "module" ? nulls : ", ") + "id" + direction;
}

struct Filter {
    std::string sql;  // " WHERE ...", or nothing
    std::vector<Value> values;
};

Filter filter_of(const LectureQuery& query) {
    Filter filter;
    const auto add = [&](const std::optional<std::string>& value, const std::string& before,
                         const std::string& after) {
        if (!value) return;
        filter.values.emplace_back(*value);
        filter.sql += (filter.sql.empty() ? " WHERE " : " AND ") + before + "$" +
                      std::to_string(filter.values.size()) + after;
    };
    add(query.client_id, "client_id = ", "");
    add(query.class_session_id,
        "id IN (SELECT lecture_id FROM lecture_class_sessions WHERE kind <> 'candidate' "
        "AND class_session_id = ",
        ")");
    return filter;
}

// An index of PostgreSQL takes no more than 2704 bytes: of a longer key its hash stands for it.
std::string indexed_key(const std::string& source_key) {
    constexpr std::size_t longest = 2000;
    return source_key.size() > longest ? "sha256:" + to_hex(sha256(source_key)) : source_key;
}

// The file of a finished task gets a second name: it stays when one of the two is deleted.
Result<> link_recording(Transaction& tx, const std::string& task_id, std::int64_t lecture, Timestamp now) {
    const auto row =
        first_row(tx.query("SELECT " + task_columns + tasks_joined + "WHERE t.id = $1", {task_id}));
    const auto task = row ? std::optional(to_task(*row)) : std::nullopt;
    if (!task || !task->file) {
        Error error = refusal(ErrorCode::invalid, "Some fields of the request are not valid.");
        error.fields = {{"download_task_id", task ? "This task is not done." : "There is no such task."}};
        return error;
    }
    put_link(tx, file_of(*task), recording_file(lecture), now, client_strand(task->client_id));
    return {};
}

}  // namespace

Result<Lecture> LectureStore::create(const NewLecture& lecture, const std::string& job_id, Timestamp now) {
    const std::string key = indexed_key(lecture.source_key);
    const std::string by_key = "SELECT id FROM lectures WHERE source_key = $1";
    if (const auto row = first_row(database_.query(by_key, {key}))) return duplicate_of(row->integer(0));
    return transact(database_, [&](Transaction& tx) -> Result<Lecture> {
        KeptClassSessions kept;
        if (lecture.class_session_id) kept = keep_class_sessions(tx, {*lecture.class_session_id});
        if (lecture.download_task_id) lock_client_of(tx, *lecture.download_task_id);
        const auto created =
            first_row(tx.query("INSERT INTO lectures (name, module, link, source_key, status, "
                               "client_id, job_id, created_at, "
                               "updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT "
                               "(source_key) DO NOTHING RETURNING " +
                                   lecture_columns,
                               {lecture.name, to_value(lecture.module), lecture.link, key,
                                std::string(to_text(LectureStatus::pending)), to_value(lecture.client_id),
                                job_id, to_value(now)}));
        if (!created) {
            const auto existing = first_row(tx.query(by_key, {key}));
            // Removed in this very moment: the client's next try succeeds.
            if (!existing) return Error{ErrorCode::busy, "Try again.", {}, {}, std::chrono::seconds(1)};
            return duplicate_of(existing->integer(0));
        }
        Lecture result = to_lecture(*created);
        if (lecture.class_session_id) {
            if (auto tied = tie_lecture(tx, result.id, {*lecture.class_session_id}, kept, now); !tied)
                return tied.error();
            result.class_session_id = lecture.class_session_id;
        }
        if (lecture.download_task_id)
            if (auto linked = link_recording(tx, *lecture.download_task_id, result.id, now); !linked)
                return linked.error();
        NewJob job{job_id, first_of_pipeline()};
        job.host = lecture.host;
        job.serial_key = lecture_serial_key(result.id);
        job.lecture_id = result.id;
        job.payload = lecture.download_payload;
        if (auto queued = enqueue(tx, job, now, max_open_jobs_); !queued) return queued.error();
        return result;
    });
}

std::optional<Lecture> LectureStore::get(std::int64_t id) {
    static const std::string sql = "SELECT " + lecture_columns + " FROM lectures WHERE id = $1";
    const auto row = first_row(database_.query(sql, {id}));
    if (!row) return std::nullopt;
    return to_lecture(*row);
}

LecturePage LectureStore::list(const LectureQuery& query) {
    const Filter wanted = filter_of(query);
    LecturePage page;
    database_.read([&](Transaction& tx) {
        page = {};
        page.total = tx.query("SELECT count(*) FROM lectures" + wanted.sql, wanted.values).front().integer(0);
        std::vector<Value> values = wanted.values;
        values.insert(values.end(), {query.limit, query.skip});
        const std::string limit = "$" + std::to_string(values.size() - 1);
        const std::string offset = "$" + std::to_string(values.size());
        const auto rows = tx.query("SELECT " + lecture_columns + " FROM lectures" + wanted.sql +
                                       order_clause(query) + " LIMIT " + limit + " OFFSET " + offset,
                                   values);
        page.lectures.reserve(rows.size());
        for (const Row& row : rows)
            page.lectures.push_back(to_lecture(row));
    });
    return page;
}

std::optional<PipelineStatus> LectureStore::status(std::int64_t id) {
    static const std::string sql =
        "SELECT l.status, l.error, j.kind, j.progress, j.error, j.attempt FROM lectures AS l "
        "LEFT JOIN jobs AS j ON j.id = l.job_id WHERE l.id = $1";
    const auto row = first_row(database_.query(sql, {id}));
    if (!row) return std::nullopt;
    PipelineStatus result{};
    result.status = parse_lecture_status(row->text(0)).value();
    result.error = row->text(1);
    if (!row->is_null(2)) {
        const PipelineStep step = pipeline_step(parse_job_kind(row->text(2)).value());
        result.progress = step.from + (step.to - step.from) * row->real(3);
        if (pipeline_runs(result.status)) result.error = row->text(4);
        result.attempt = static_cast<int>(row->integer(5));
    }
    if (result.status == LectureStatus::finished) result.progress = 1;
    return result;
}

std::optional<LectureWithSnippets> LectureStore::with_snippets(std::int64_t id) {
    return to_lecture_with_snippets(database_.query(with_snippets_sql, {id}));
}

std::optional<Transcript> LectureStore::transcript(std::int64_t id) {
    const auto row = first_row(database_.query("SELECT body FROM transcripts WHERE lecture_id = $1", {id}));
    if (!row) return std::nullopt;
    return transcript_from_json(row->text(0));
}

Result<> LectureStore::remove(std::int64_t id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_lecture(tx, id)) return no_lecture();
        const bool may_be_arriving = !read_lecture(tx, id).recording;
        revoke_lecture_jobs(tx, id, now);
        put_trash(tx, lecture_folder(id), now, strand_of_arrival(tx, recording_file(id)));
        if (may_be_arriving) {
            put_trash(tx, "work/" + download_work_file(id), now);
            put_trash(tx, "work/" + download_work_file(id) + ".parts", now);
            put_trash(tx, "work/" + subtitles_work_file(id), now);
            put_trash(tx, lecture_folder(id), now, strand_after_steps(id));
        }
        tx.query("DELETE FROM lectures WHERE id = $1", {id});
        return {};
    });
}

Result<Lecture> LectureStore::retry(std::int64_t id, const std::string& new_job_id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Lecture> {
        if (!lock_lecture(tx, id)) return no_lecture();
        const Lecture lecture = read_lecture(tx, id);
        if (lecture.status != LectureStatus::failed) {
            return refusal(ErrorCode::conflict, "Only a failed session can be tried again.");
        }
        const auto row = first_row(
            tx.query("SELECT " + job_columns + " FROM jobs WHERE id = $1", {lecture.job_id.value_or("")}));
        if (!row) throw std::runtime_error("lecture " + std::to_string(id) + " has no job to try again");
        const Job failed = to_job(*row);
        NewJob job{new_job_id, failed.kind};
        job.serial_key = failed.serial_key;
        job.host = failed.host;
        job.lecture_id = id;
        job.payload = failed.payload;
        job.max_attempts = failed.max_attempts;
        if (auto queued = enqueue(tx, job, now, max_open_jobs_, failed.checkpoint); !queued)
            return queued.error();
        tx.query("UPDATE lectures SET job_id = $2 WHERE id = $1", {id, new_job_id});
        set_lecture_status(tx, id, pipeline_step(failed.kind).waiting, now);
        return read_lecture(tx, id);
    });
}

Result<Lecture> LectureStore::cancel(std::int64_t id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Lecture> {
        if (!lock_lecture(tx, id)) return no_lecture();
        if (!pipeline_runs(read_lecture(tx, id).status)) {
            return refusal(ErrorCode::conflict, "The session is not being processed.");
        }
        revoke_pipeline(tx, id, now);
        tx.query("UPDATE lectures SET status = $2, error = $3, updated_at = $4 WHERE id = $1",
                 {id, std::string(to_text(LectureStatus::failed)), cancelled_now(now).error, to_value(now)});
        return read_lecture(tx, id);
    });
}

}  // namespace lectern::storage
