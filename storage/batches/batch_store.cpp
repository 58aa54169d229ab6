#include "storage/batches/batch_store.hpp"

#include "storage/batches/batch_merge.hpp"
#include "storage/batches/batch_rows.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/sql/bulk.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/transact.hpp"

#include <map>

namespace lectern::storage {
namespace {

using Ids = std::vector<std::string>;

constexpr Columns<Client> client_columns{
    column<&Client::id>("id"),
    column<&Client::name>("name"),
    column<&Client::created_at>("created_at"),
    column<&Client::updated_at>("updated_at"),
};

constexpr Columns<Batch> batch_columns{
    column<&Batch::session_id>("session_id"),
    column<&Batch::created_at>("created_at"),
    column<&Batch::updated_at>("updated_at"),
};

struct TaskRow {
    NewDownload task;
    std::int64_t batch;
    std::string client;
    std::int64_t position;
    Timestamp created_at;
};
constexpr Columns<TaskRow> new_task_columns{
    column<&TaskRow::task, &NewDownload::id>("id"),
    column<&TaskRow::batch>("batch_id"),
    column<&TaskRow::client>("client_id"),
    column<&TaskRow::position>("position"),
    column<&TaskRow::task, &NewDownload::source_id>("source_id"),
    column<&TaskRow::task, &NewDownload::name>("name"),
    column<&TaskRow::task, &NewDownload::batch_name>("batch_name"),
    column<&TaskRow::task, &NewDownload::topic_name>("topic_name"),
    column<&TaskRow::task, &NewDownload::lecture_url>("lecture_url"),
    column<&TaskRow::task, &NewDownload::host>("host"),
    column<&TaskRow::created_at>("created_at"),
};

const Statement put_client{
    "client.put",
    "INSERT INTO clients (id, name, created_at, updated_at) VALUES ($1, $2, $3, $3) ON CONFLICT (id) DO "
    "UPDATE SET name = coalesce(excluded.name, clients.name), updated_at = excluded.updated_at"};
const Statement put_batch{
    "batch.put",
    "INSERT INTO batches (client_id, session_id, created_at, updated_at) VALUES ($1, $2, $3, $3) "
    "ON CONFLICT (client_id, session_id) DO UPDATE SET updated_at = excluded.updated_at RETURNING id"};
const Statement insert_tasks{"task.insert", new_task_columns.insert_rows_into("download_tasks")};
const Statement client_by_id{"client.find",
                             "SELECT " + client_columns.list() + " FROM clients WHERE id = $1"};
const Statement batches_of_client{
    "batch.list", "SELECT " + batch_columns.list() + " FROM batches WHERE client_id = $1 ORDER BY id"};
const Statement tasks_of_client{"task.list_of_client",
                                select_tasks("WHERE b.client_id = $1 ORDER BY t.batch_id, t.position")};
const Statement batch_with_id{"batch.get", "SELECT id, " + batch_columns.list() +
                                               " FROM batches WHERE client_id = $1 AND session_id = $2"};
const Statement tasks_of_batch{"task.list_of_batch",
                               select_tasks("WHERE t.batch_id = $1 ORDER BY t.position")};
const Statement delete_jobs{
    "batch.delete_jobs",
    "DELETE FROM jobs WHERE id IN (SELECT id FROM download_tasks WHERE batch_id = $1) "
    "RETURNING id, state, boot_id"};
const Statement delete_batch{"batch.delete", "DELETE FROM batches WHERE id = $1"};
const Statement delete_client{"client.delete", "DELETE FROM clients WHERE id = $1"};
const Statement batch_names{"batch.names",
                            "SELECT id, session_id FROM batches WHERE client_id = $1 ORDER BY id"};

// Deletes the jobs of a batch and puts its finished and unfinished files into the outbox. Adds the ids of the
// jobs that were running to `running`. The number of attempts does not tell whether a job has a file: a retry
// begins to count from 0, and an attempt that met a full disk is not counted.
void empty_batch(Transaction& tx, std::int64_t batch, const std::string& client_id,
                 const std::string& session_id, Timestamp now, Ids& running) {
    const std::string serial_key = serial_key_of_client(client_id);
    for (const Row& job : tx.query(delete_jobs, {batch})) {
        const std::string& id = job.text("id");
        const std::string& state = job.text("state");
        if (state == "running") running.push_back(id);
        const bool has_run = !job.text("boot_id").empty();
        if (!has_run || state == "succeeded") continue;
        put_trash(tx, task_work_file(id), now, serial_key);
        put_trash(tx, task_work_file(id) + ".parts", now, serial_key);
    }
    put_trash(tx, batch_folder(client_id, session_id), now, serial_key);
}

}  // namespace

std::vector<DownloadTask> BatchStore::create(const std::string& client_id,
                                             const std::optional<std::string>& client_name,
                                             const std::string& session_id,
                                             const std::vector<NewDownload>& tasks, Timestamp now) {
    std::vector<DownloadTask> before;
    database_.write([&](Transaction& tx) {
        tx.touch(Topic::client, client_id);
        tx.query(put_client, {client_id, to_value(client_name), to_value(now)});
        // The client's row, which is now locked, is the lock for its batches.
        const std::int64_t batch =
            tx.query(put_batch, {client_id, session_id, to_value(now)}).front().integer("id");
        before = read_tasks(tx.query(tasks_of_batch, {batch}));
        TaskRow row{{}, batch, client_id, last_position(tx, batch), now};
        std::vector<std::vector<Value>> rows;
        rows.reserve(tasks.size());
        for (const NewDownload& task : tasks) {
            row.task = task;
            ++row.position;
            rows.push_back(new_task_columns.values(row));
        }
        for_rows(tx, insert_tasks, rows);
    });
    return before;
}

Page<Client> BatchStore::clients(std::int64_t skip, std::int64_t limit,
                                 const std::optional<std::string>& only_client) {
    PagedRows rows{.count = "client.count",
                   .list = "client.list",
                   .from = " FROM clients",
                   .order = " ORDER BY created_at, id"};
    if (only_client) {
        rows.from += " WHERE id = $1";
        rows.values = {*only_client};
    }
    return read_page(database_, client_columns, rows, skip, limit);
}

std::optional<ClientWithBatches> BatchStore::client(const std::string& id) {
    std::optional<ClientWithBatches> found;
    database_.read([&](Transaction& tx) {
        found.reset();
        auto client = client_columns.read_first(tx.query(client_by_id, {id}));
        if (!client) return;
        found.emplace(
            ClientWithBatches{*std::move(client), batch_columns.read_all(tx.query(batches_of_client, {id}))});
        std::map<std::string, std::size_t> places;
        for (std::size_t i = 0; i < found->batches.size(); ++i)
            places.emplace(found->batches[i].session_id, i);
        for (DownloadTask& task : read_tasks(tx.query(tasks_of_client, {id})))
            found->batches[places.at(task.session_id)].tasks.push_back(std::move(task));
    });
    return found;
}

std::optional<Batch> BatchStore::batch(const std::string& client_id, const std::string& session_id) {
    std::optional<Batch> found;
    database_.read([&](Transaction& tx) {
        found.reset();
        const auto row = first_row(tx.query(batch_with_id, {client_id, session_id}));
        if (!row) return;
        found = batch_columns.read(*row);
        found->tasks = read_tasks(tx.query(tasks_of_batch, {row->integer("id")}));
    });
    return found;
}

Result<Ids> BatchStore::remove_batch(const std::string& client_id, const std::string& session_id,
                                     Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Ids> {
        if (!lock_client(tx, client_id)) return no_batch();
        const auto batch = find_batch(tx, client_id, session_id);
        if (!batch) return no_batch();
        Ids running;
        empty_batch(tx, *batch, client_id, session_id, now, running);
        tx.query(delete_batch, {*batch});
        return running;
    });
}

Result<Ids> BatchStore::remove_client(const std::string& client_id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Ids> {
        if (!lock_client(tx, client_id)) return no_client();
        Ids running;
        for (const Row& row : tx.query(batch_names, {client_id}))
            empty_batch(tx, row.integer("id"), client_id, row.text("session_id"), now, running);
        put_rmdir(tx, client_folder(client_id), now, serial_key_of_client(client_id));
        tx.query(delete_client, {client_id});
        return running;
    });
}

Result<> BatchStore::merge(const std::string& client_id, const std::string& into, const std::string& from,
                           Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_client(tx, client_id)) return no_batch();
        const auto to_batch = find_batch(tx, client_id, into);
        const auto from_batch = find_batch(tx, client_id, from);
        if (!to_batch || !from_batch) return no_batch();
        merge_batches(tx, client_id, {*to_batch, into}, {*from_batch, from}, now);
        return {};
    });
}

}  // namespace lectern::storage
