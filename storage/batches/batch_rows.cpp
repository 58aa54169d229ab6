#include "storage/batches/batch_rows.hpp"

#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {

DownloadTask to_task(const Row& row) {
    DownloadTask task;
    task.id = row.text(0);
    task.client_id = row.text(1);
    task.session_id = row.text(2);
    task.source_id = row.text(3);
    task.name = row.text(4);
    task.batch_name = row.text(5);
    task.topic_name = row.optional_text(6);
    task.lecture_url = row.optional_text(7);
    if (!row.is_null(8)) {
        task.status = status_of(parse_job_state(row.text(8)).value());
        task.progress = row.real(9);
        task.error = row.text(10);
        task.attempt = static_cast<int>(row.integer(11));
    }
    if (!row.is_null(12)) {
        task.file =
            DownloadedFile{row.text(12), row.integer(13), row.text(14), to_timestamp(row.integer(15))};
    }
    task.created_at = to_timestamp(row.integer(16));
    return task;
}

Error no_batch() {
    return refusal(ErrorCode::not_found, "There is no such session.");
}

bool lock_client(Transaction& tx, const std::string& client_id) {
    tx.touch(Topic::client, client_id);
    return !tx.query("SELECT id FROM clients WHERE id = $1" + std::string(tx.for_update()), {client_id})
                .empty();
}

std::optional<std::string> lock_client_of(Transaction& tx, const std::string& task_id,
                                          const std::optional<std::string>& only_client) {
    const std::string client_of_task = "SELECT client_id FROM download_tasks WHERE id = $1";
    const auto found = first_row(tx.query(client_of_task, {task_id}));
    if (!found || (only_client && *only_client != found->text(0))) return std::nullopt;
    // Whoever had the lock may have taken the task away.
    if (!lock_client(tx, found->text(0)) || tx.query(client_of_task, {task_id}).empty()) return std::nullopt;
    return found->text(0);
}

std::optional<std::int64_t> find_batch(Transaction& tx, const std::string& client_id,
                                       const std::string& session_id) {
    const auto row = first_row(
        tx.query("SELECT id FROM batches WHERE client_id = $1 AND session_id = $2", {client_id, session_id}));
    if (!row) return std::nullopt;
    return row->integer(0);
}

std::int64_t last_position(Transaction& tx, std::int64_t batch) {
    return tx.query("SELECT coalesce(max(position), 0) FROM download_tasks WHERE batch_id = $1", {batch})
        .front()
        .integer(0);
}

std::string client_folder(const std::string& client_id) {
    return "clients/" + client_id;
}

std::string batch_folder(const std::string& client_id, const std::string& session_id) {
    return client_folder(client_id) + "/" + session_id;
}

std::string client_strand(const std::string& client_id) {
    return "client/" + client_id;
}

std::string file_of(const DownloadTask& task) {
    return batch_folder(task.client_id, task.session_id) + "/" + task.file.value().name;
}

std::string task_work_file(const std::string& task_id) {
    return "work/" + work_file_name(JobKind::batch_download, task_id);
}

}  // namespace lectern::storage
