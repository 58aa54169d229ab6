#include "storage/batches/batch_rows.hpp"

#include "storage/files/layout.hpp"
#include "storage/jobs/host_pauses.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

constexpr Columns<DownloadTask> task_columns{
    column<&DownloadTask::id>("id"),
    column<&DownloadTask::client_id>("client_id"),
    column<&DownloadTask::source_id>("source_id"),
    column<&DownloadTask::name>("name"),
    column<&DownloadTask::batch_name>("batch_name"),
    column<&DownloadTask::topic_name>("topic_name"),
    column<&DownloadTask::lecture_url>("lecture_url"),
    column<&DownloadTask::file, &DownloadedFile::name>("file_name"),
    column<&DownloadTask::file, &DownloadedFile::bytes>("file_bytes"),
    column<&DownloadTask::file, &DownloadedFile::sha256>("file_sha256"),
    column<&DownloadTask::file, &DownloadedFile::made_at>("file_made_at"),
    column<&DownloadTask::created_at>("created_at"),
};

// Of the table batches.
constexpr Columns<DownloadTask> batch_columns{column<&DownloadTask::session_id>("session_id")};

std::optional<DownloadStatus> status_of_word(std::string_view job_state) {
    const auto state = parse_job_state(job_state);
    return state ? std::optional(status_of(state)) : std::nullopt;
}

// Of the table jobs.
constexpr Columns<DownloadTask> run_columns{
    word_column<status_of_word, &DownloadTask::status>("state"),
    column<&DownloadTask::progress>("progress"),
    column<&DownloadTask::error>("error"),
    column<&DownloadTask::attempt>("attempt"),
};

const Statement lock_client_row{"client.lock", "SELECT 1 FROM clients WHERE id = $1 FOR UPDATE"};
const Statement client_of_task{"task.client", "SELECT client_id FROM download_tasks WHERE id = $1"};
const Statement batch_by_name{"batch.find",
                              "SELECT id FROM batches WHERE client_id = $1 AND session_id = $2"};
const Statement greatest_position{
    "task.last_position",
    "SELECT coalesce(max(position), 0) AS position FROM download_tasks WHERE batch_id = $1"};

}  // namespace

std::string select_tasks(std::string_view rest) {
    return "SELECT " + task_columns.list("t") + ", " + batch_columns.list("b") + ", " +
           run_columns.list("j") + ", " + host_pause_columns.list("p") +
           " FROM download_tasks AS t JOIN batches AS b ON b.id = t.batch_id LEFT JOIN jobs AS j ON j.id = "
           "t.id" +
           std::string(join_host_pause) + std::string(rest);
}

const Statement task_by_id{"task.find", select_tasks("WHERE t.id = $1")};

Error no_client() {
    return Error::not_found("There is no such client.");
}

Error no_batch() {
    return Error::not_found("There is no such session.");
}

Error no_task() {
    return Error::not_found("There is no such task.");
}

std::vector<DownloadTask> read_tasks(const std::vector<Row>& rows) {
    std::vector<DownloadTask> tasks = task_columns.read_all(rows, "t");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        batch_columns.read_into(tasks[i], rows[i], "b");
        if (!rows[i].is_null("j.state")) run_columns.read_into(tasks[i], rows[i], "j");
        if (const auto pause = pause_in(rows[i])) tasks[i].error = pause_text(*pause);
    }
    return tasks;
}

bool lock_client(Transaction& tx, const std::string& client_id) {
    tx.touch(Topic::client, client_id);
    return !tx.query(lock_client_row, {client_id}).empty();
}

std::optional<std::string> lock_client_of(Transaction& tx, const std::string& task_id,
                                          const std::optional<std::string>& only_client) {
    const auto found = first_row(tx.query(client_of_task, {task_id}));
    if (!found) return std::nullopt;
    const std::string& client = found->text("client_id");
    if (only_client && *only_client != client) return std::nullopt;
    // The transaction that held the lock before may have deleted the task.
    if (!lock_client(tx, client) || tx.query(client_of_task, {task_id}).empty()) return std::nullopt;
    return client;
}

std::optional<std::int64_t> find_batch(Transaction& tx, const std::string& client_id,
                                       const std::string& session_id) {
    const auto row = first_row(tx.query(batch_by_name, {client_id, session_id}));
    if (!row) return std::nullopt;
    return row->integer("id");
}

std::int64_t last_position(Transaction& tx, std::int64_t batch) {
    return tx.query(greatest_position, {batch}).front().integer("position");
}

std::string file_of(const DownloadTask& task) {
    return downloaded_file(task.client_id, task.session_id, task.file.value().name);
}

}  // namespace lectern::storage
