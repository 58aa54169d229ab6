#include "storage/lectures/lecture_store.hpp"

#include "domain/base/folded_text.hpp"
#include "domain/base/hex.hpp"
#include "domain/base/random.hpp"
#include "domain/base/sha256.hpp"
#include "storage/batches/batch_rows.hpp"
#include "storage/classrooms/class_tie_rows.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/jobs/host_pauses.hpp"
#include "storage/jobs/job_endings.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/lectures/transcript_json.hpp"
#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

struct InsertedLecture {
    NewLecture lecture;
    std::string source_key, recording_key;
    LectureStatus status;
    std::string job_id, file_key, search_text;
    Timestamp now;
};
constexpr Columns<InsertedLecture> inserted_columns{
    column<&InsertedLecture::lecture, &NewLecture::name>("name"),
    column<&InsertedLecture::lecture, &NewLecture::module>("module"),
    column<&InsertedLecture::lecture, &NewLecture::link>("link"),
    column<&InsertedLecture::source_key>("source_key"),
    column<&InsertedLecture::recording_key>("recording_key"),
    word_column<parse_lecture_status, &InsertedLecture::status>("status"),
    column<&InsertedLecture::lecture, &NewLecture::client_id>("client_id"),
    column<&InsertedLecture::job_id>("job_id"),
    column<&InsertedLecture::file_key>("file_key"),
    column<&InsertedLecture::search_text>("search_text"),
    column<&InsertedLecture::now>("created_at"),
    column<&InsertedLecture::now>("updated_at"),
};

const Statement find_visible{"lecture.find_visible",
                             "SELECT id FROM lectures WHERE recording_key = $1 ORDER BY id LIMIT 1"};
const Statement find_visible_to_client{
    "lecture.find_visible_to_client",
    "SELECT id FROM lectures WHERE recording_key = $1 AND client_id = $2 ORDER BY id LIMIT 1"};
const Statement lock_recording{
    "recording.lock", "INSERT INTO recordings (key) VALUES ($1) ON CONFLICT (key) DO UPDATE SET key = $1"};
const Statement delete_recording{"recording.delete", "DELETE FROM recordings WHERE key = $1"};
const Statement insert_lecture{"lecture.create", inserted_columns.insert_into("lectures") +
                                                     " ON CONFLICT (source_key) DO NOTHING RETURNING " +
                                                     lecture_columns.list()};
const Statement keep_upload{"upload.keep",
                            "SELECT 1 FROM uploads WHERE id = $1 AND (file <> '' OR EXISTS (SELECT 1 FROM "
                            "lectures WHERE source_key = 'upload:' || uploads.id)) FOR KEY SHARE"};
const Statement find_status{"lecture.status",
                            "SELECT l.status, l.error, l.recording_notice, l.transcript_notice, j.kind, "
                            "j.progress, j.error AS job_error, j.attempt, " +
                                host_pause_columns.list("p") +
                                " FROM lectures AS l LEFT JOIN jobs AS j ON j.id = l.job_id" +
                                std::string(join_host_pause) + "WHERE l.id = $1"};
const Statement find_transcript{"transcript.find", "SELECT body FROM transcripts WHERE lecture_id = $1"};
const Statement delete_lecture{"lecture.delete", "DELETE FROM lectures WHERE id = $1"};
const Statement find_without_search_text{
    "lecture.find_without_search_text",
    "SELECT id, name, module FROM lectures WHERE search_text IS NULL ORDER BY id LIMIT 500"};
const Statement set_search_text{"lecture.set_search_text",
                                "UPDATE lectures SET search_text = $2 WHERE id = $1"};

const Statement rename_lecture{
    "lecture.rename",
    "UPDATE lectures SET name = $2, module = $3, search_text = $4, updated_at = $5 WHERE id = $1"};

std::string search_text_of(const std::string& name, const std::optional<std::string>& module) {
    return folded_text(name + "\n" + module.value_or(""));
}

// An index entry of PostgreSQL has at most 2704 bytes, so a long key is replaced by its hash.
std::string indexed_key(const std::string& source_key) {
    constexpr std::size_t longest = 2000;
    return source_key.size() > longest ? "sha256:" + to_hex(sha256(source_key)) : source_key;
}

// Whether the upload with this source key can still be used. It cannot be deleted before the transaction
// ends. True for a recording that is no upload.
bool upload_is_there(Transaction& tx, std::string_view source_key) {
    constexpr std::string_view prefix = "upload:";
    if (!source_key.starts_with(prefix)) return true;
    return !tx.query(keep_upload, {std::string(source_key.substr(prefix.size()))}).empty();
}

// Gives the file of a finished task a second name: the file stays if the task or the lecture is deleted.
Result<> link_recording(Transaction& tx, const std::string& task_id, const Lecture& lecture, Timestamp now) {
    const auto tasks = read_tasks(tx.query(task_by_id, {task_id}));
    if (tasks.empty()) return Error::invalid("download_task_id", "There is no such task.");
    const DownloadTask& task = tasks.front();
    if (!task.file) return Error::invalid("download_task_id", "This task is not done.");
    put_link(tx, file_of(task), recording_file(lecture.folder_name()), now,
             serial_key_of_client(task.client_id));
    return {};
}

}  // namespace

void LectureStore::fill_search_texts() {
    while (!database_.query(find_without_search_text).empty())
        database_.write([](Transaction& tx) {
            for (const Row& row : tx.query(find_without_search_text))
                tx.query(set_search_text,
                         {row.integer("id"), search_text_of(row.text("name"), row.optional_text("module"))});
        });
}

Result<Lecture> LectureStore::create(const NewLecture& lecture, const std::string& job_id, Timestamp now) {
    const std::string key = indexed_key(lecture.source_key);
    const std::string recording = lecture.recording_key.empty() ? key : indexed_key(lecture.recording_key);
    const auto visible = [&](auto& queried) {
        return first_row(lecture.seen_by_client
                             ? queried.query(find_visible_to_client, {recording, *lecture.seen_by_client})
                             : queried.query(find_visible, {recording}));
    };
    if (const auto row = visible(database_)) return duplicate_of(row->integer("id"));
    return transact(database_, [&](Transaction& tx) -> Result<Lecture> {
        tx.query(lock_recording, {recording});
        if (const auto row = visible(tx)) return duplicate_of(row->integer("id"));
        KeptClassSessions kept;
        if (lecture.class_session_id) kept = keep_class_sessions(tx, {*lecture.class_session_id});
        if (lecture.download_task_id) lock_client_of(tx, *lecture.download_task_id);
        if (!upload_is_there(tx, key)) return Error::invalid("drive_link", "must name an upload that exists");
        const InsertedLecture inserted{lecture,
                                       key,
                                       recording,
                                       LectureStatus::pending,
                                       job_id,
                                       random_hex(8),
                                       search_text_of(lecture.name, lecture.module),
                                       now};
        auto created =
            lecture_columns.read_first(tx.query(insert_lecture, inserted_columns.values(inserted)));
        if (!created) {
            const auto existing = first_row(tx.query(lecture_of_source, {key}));
            // That lecture was deleted at this moment: the client's next request will succeed.
            if (!existing) return Error::busy("Try again.", std::chrono::seconds(1));
            return duplicate_of(existing->integer("id"));
        }
        if (lecture.class_session_id) {
            if (auto tied = tie_lecture(tx, created->id, {*lecture.class_session_id}, kept, now); !tied)
                return tied.error();
            created->class_session_id = lecture.class_session_id;
        }
        if (lecture.download_task_id)
            if (auto linked = link_recording(tx, *lecture.download_task_id, *created, now); !linked)
                return linked.error();
        NewJob job{job_id, first_of_pipeline()};
        job.host = lecture.host;
        job.lecture_id = created->id;
        job.payload = lecture.download_payload;
        if (auto queued = enqueue(tx, job, now, max_open_jobs_); !queued) return queued.error();
        tx.query(delete_recording, {recording});  // whoever waits for this lock goes on after the commit
        return *std::move(created);
    });
}

Result<Lecture> LectureStore::change(std::int64_t id, const LectureChange& change, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Lecture> {
        if (!lock_lecture(tx, id)) return no_lecture();
        Lecture lecture = read_lecture(tx, id);
        const std::string name = change.name.value_or(lecture.name);
        auto module = change.module ? change.module : lecture.module;
        if (module && module->empty()) module.reset();
        if (name == lecture.name && module == lecture.module) return lecture;
        lecture.name = name;
        lecture.module = module;
        lecture.updated_at = now;
        tx.query(rename_lecture, {id, name, to_value(module), search_text_of(name, module), to_value(now)});
        return lecture;
    });
}

std::optional<Lecture> LectureStore::get(std::int64_t id) {
    return lecture_columns.read_first(database_.query(lecture_by_id, {id}));
}

Page<ListedLecture> LectureStore::list(const LectureQuery& query) {
    return list_lectures(database_, query);
}

std::optional<PipelineStatus> LectureStore::status(std::int64_t id) {
    const auto row = first_row(database_.query(find_status, {id}));
    if (!row) return std::nullopt;
    PipelineStatus result{};
    result.status = parse_lecture_status(row->text("status")).value();
    result.error = row->text("error");
    result.notice = notice_of(row->text("recording_notice"), row->text("transcript_notice"));
    result.progress = pipeline_progress(result.status, *row);
    if (!row->is_null("kind")) {
        if (pipeline_runs(result.status)) result.error = row->text("job_error");
        if (const auto pause = pause_in(*row)) result.error = pause_text(*pause);
        result.attempt = static_cast<int>(row->integer("attempt"));
    }
    return result;
}

std::optional<LectureWithSnippets> LectureStore::with_snippets(std::int64_t id) {
    return read_with_snippets(database_.query(lecture_with_snippets, {id}));
}

std::optional<Transcript> LectureStore::transcript(std::int64_t id) {
    const auto row = first_row(database_.query(find_transcript, {id}));
    if (!row) return std::nullopt;
    return transcript_from_json(row->text("body"));
}

Result<> LectureStore::remove(std::int64_t id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_lecture(tx, id)) return no_lecture();
        const Lecture lecture = read_lecture(tx, id);
        const std::string name = lecture.folder_name();
        revoke_lecture_jobs(tx, id, now);
        put_trash(tx, lecture_folder(name), now, serial_key_of_arrival(tx, recording_file(name)));
        if (!lecture.recording) {  // it may be arriving
            for (const std::string& file : lecture_work_files(name))
                put_trash(tx, file, now);
            put_trash(tx, lecture_folder(name), now, serial_key_after_steps(id));
        }
        tx.query(delete_lecture, {id});
        return {};
    });
}

}  // namespace lectern::storage
