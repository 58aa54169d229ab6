#include "storage/batches/batch_store.hpp"

#include "storage/batches/batch_rows.hpp"
#include "storage/files/outbox.hpp"
#include "storage/sql/many.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

#include <map>

namespace lectern::storage {
namespace {

const std::string client_columns = "id, name, created_at, updated_at";

Client to_client(const Row& row) {
    return {row.text(0), row.optional_text(1), to_timestamp(row.integer(2)), to_timestamp(row.integer(3))};
}

std::vector<DownloadTask> to_tasks(const std::vector<Row>& rows) {
    std::vector<DownloadTask> tasks;
    tasks.reserve(rows.size());
    for (const Row& row : rows)
        tasks.push_back(to_task(row));
    return tasks;
}

// The batch's row, locked by its client's; made if there is none.
std::int64_t open_batch(Transaction& tx, const std::string& client_id, const std::string& session_id,
                        Timestamp now) {
    return tx
        .query(
            "INSERT INTO batches (client_id, session_id, created_at, updated_at) VALUES ($1, $2, $3, $3) "
            "ON CONFLICT (client_id, session_id) DO UPDATE SET updated_at = excluded.updated_at RETURNING id",
            {client_id, session_id, to_value(now)})
        .front()
        .integer(0);
}

const std::string task_by_id = "SELECT " + task_columns + tasks_joined + "WHERE t.id = $1";

std::optional<DownloadTask> visible_task(const std::vector<Row>& rows,
                                         const std::optional<std::string>& only_client) {
    if (rows.empty() || (only_client && *only_client != rows.front().text(1))) return std::nullopt;
    return to_task(rows.front());
}

}  // namespace

void BatchStore::create(const std::string& client_id, const std::optional<std::string>& client_name,
                        const std::string& session_id, const std::vector<NewDownload>& tasks, Timestamp now) {
    database_.write([&](Transaction& tx) {
        tx.touch(Topic::client, client_id);
        tx.query(
            "INSERT INTO clients (id, name, created_at, updated_at) VALUES ($1, $2, $3, $3) ON CONFLICT (id) "
            "DO "
            "UPDATE SET name = coalesce(excluded.name, clients.name), updated_at = excluded.updated_at",
            {client_id, to_value(client_name), to_value(now)});
        const std::int64_t batch = open_batch(tx, client_id, session_id, now);
        std::int64_t position = last_position(tx, batch);
        std::vector<std::vector<Value>> rows;
        rows.reserve(tasks.size());
        for (const NewDownload& task : tasks)
            rows.push_back({task.id, batch, client_id, ++position, task.source_id, task.name, task.batch_name,
                            to_value(task.topic_name), to_value(task.lecture_url), task.host, to_value(now)});
        for_rows(
            tx,
            "INSERT INTO download_tasks (id, batch_id, client_id, position, source_id, name, batch_name, "
            "topic_name, lecture_url, host, created_at) VALUES ",
            rows);
    });
}

ClientPage BatchStore::clients(std::int64_t skip, std::int64_t limit,
                               const std::optional<std::string>& only_client) {
    const std::string whose = only_client ? " WHERE id = $3" : "";
    std::vector<Value> parameters{limit, skip};
    if (only_client) parameters.emplace_back(*only_client);
    ClientPage page;
    database_.read([&](Transaction& tx) {
        page = {};
        page.total =
            only_client
                ? tx.query("SELECT count(*) FROM clients WHERE id = $1", {*only_client}).front().integer(0)
                : tx.query("SELECT count(*) FROM clients", {}).front().integer(0);
        for (const Row& row : tx.query("SELECT " + client_columns + " FROM clients" + whose +
                                           " ORDER BY created_at, id LIMIT $1 OFFSET $2",
                                       parameters))
            page.clients.push_back(to_client(row));
    });
    return page;
}

std::optional<ClientWithBatches> BatchStore::client(const std::string& id) {
    static const std::string tasks_sql =
        "SELECT " + task_columns + tasks_joined + "WHERE b.client_id = $1 ORDER BY t.batch_id, t.position";
    std::optional<ClientWithBatches> found;
    database_.read([&](Transaction& tx) {
        found.reset();
        const auto client =
            first_row(tx.query("SELECT " + client_columns + " FROM clients WHERE id = $1", {id}));
        if (!client) return;
        found.emplace(ClientWithBatches{to_client(*client), {}});
        std::map<std::string, std::size_t> places;
        for (const Row& row : tx.query(
                 "SELECT session_id, created_at, updated_at FROM batches WHERE client_id = $1 ORDER BY id",
                 {id})) {
            places.emplace(row.text(0), found->batches.size());
            found->batches.push_back(
                {row.text(0), to_timestamp(row.integer(1)), to_timestamp(row.integer(2)), {}});
        }
        for (DownloadTask& task : to_tasks(tx.query(tasks_sql, {id})))
            found->batches[places.at(task.session_id)].tasks.push_back(std::move(task));
    });
    return found;
}

std::optional<Batch> BatchStore::batch(const std::string& client_id, const std::string& session_id) {
    static const std::string tasks_sql =
        "SELECT " + task_columns + tasks_joined + "WHERE t.batch_id = $1 ORDER BY t.position";
    std::optional<Batch> found;
    database_.read([&](Transaction& tx) {
        found.reset();
        const auto row = first_row(tx.query(
            "SELECT id, created_at, updated_at FROM batches WHERE client_id = $1 AND session_id = $2",
            {client_id, session_id}));
        if (!row) return;
        found.emplace(Batch{session_id, to_timestamp(row->integer(1)), to_timestamp(row->integer(2)),
                            to_tasks(tx.query(tasks_sql, {row->integer(0)}))});
    });
    return found;
}

std::optional<DownloadTask> BatchStore::task(const std::string& id,
                                             const std::optional<std::string>& only_client) {
    return visible_task(database_.query(task_by_id, {id}), only_client);
}

std::optional<PlacedFile> BatchStore::file(const std::string& task_id,
                                           const std::optional<std::string>& only_client) {
    std::optional<PlacedFile> placed;
    database_.read([&](Transaction& tx) {
        placed.reset();
        auto task = visible_task(tx.query(task_by_id, {task_id}), only_client);
        if (!task) return;
        auto places = task->file ? places_of(tx, file_of(*task)) : std::vector<std::string>();
        placed.emplace(PlacedFile{std::move(*task), std::move(places)});
    });
    return placed;
}

bool BatchStore::work_file_wanted(const std::string& task_id) {
    const auto found = task(task_id);
    return (found && !found->file) || is_waited_for(database_, task_work_file(task_id));
}

}  // namespace lectern::storage
