#include "storage/batches/download_store.hpp"

#include "domain/batch/download_name.hpp"
#include "domain/job/serial_key.hpp"
#include "storage/batches/batch_rows.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/jobs/job_endings.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/transact.hpp"

#include <array>
#include <set>

namespace lectern::storage {
namespace {

const Statement tasks_in_order{"task.ids_of_batch",
                               "SELECT id FROM download_tasks WHERE batch_id = $1 ORDER BY position"};
const Statement name_is_taken{"task.name_is_taken",
                              "SELECT 1 FROM download_tasks WHERE batch_id = $1 AND file_name = $2"};
const Statement last_number{"task.last_number",
                            "SELECT file_number FROM download_tasks WHERE batch_id = $1 AND file_plain = $2 "
                            "ORDER BY file_number DESC LIMIT 1"};
const Statement batch_of_task{
    "task.batch",
    "SELECT b.id, b.session_id FROM download_tasks AS t JOIN batches AS b ON b.id = "
    "t.batch_id WHERE t.id = $1"};

struct FinishedTask {
    std::string id;
    FileInBatch file;
    std::int64_t bytes;
    std::string sha256;
    Timestamp made_at;
};
constexpr Columns<FinishedTask> finished_columns{
    column<&FinishedTask::id>("id"),
    column<&FinishedTask::file, &FileInBatch::name>("file_name"),
    column<&FinishedTask::file, &FileInBatch::plain>("file_plain"),
    column<&FinishedTask::file, &FileInBatch::number>("file_number"),
    column<&FinishedTask::bytes>("file_bytes"),
    column<&FinishedTask::sha256>("file_sha256"),
    column<&FinishedTask::made_at>("file_made_at"),
};
const Statement finish_task{"task.finish",
                            "UPDATE download_tasks SET " + finished_columns.assignments() + " WHERE id = $1"};

// Queues jobs for the tasks that match `condition`, in which $1 is `which`, and that may be started. Jobs
// that have failed or were cancelled continue from their checkpoint. Each task is due
// 1 ms before the next one of its batch, so that they run in order. Returns the ids of the tasks, in any
// order.
std::vector<Row> queue_jobs(Transaction& tx, const std::string& condition, Value which, Timestamp now) {
    const JobKindRow& kind = about(JobKind::batch_download);
    const Statement queue{
        "task.queue",
        "INSERT INTO jobs (id, kind, scope, state, priority, serial_key, payload, max_attempts, run_at, "
        "created_at, updated_at, host) SELECT t.id, $5, $6, 'queued', $3, $7 || t.id, '{}', $4, $2 + "
        "t.position - "
        "(SELECT max(l.position) FROM download_tasks AS l WHERE l.batch_id = t.batch_id), $2, $2, t.host "
        "FROM download_tasks AS t WHERE " +
            condition +
            " ON CONFLICT (id) DO UPDATE SET state = 'queued', attempt = 0, progress = 0, error = '', "
            "cancel_requested = 0, serial_key = excluded.serial_key, run_at = excluded.run_at, updated_at = "
            "excluded.updated_at "
            "WHERE jobs.state IN ('failed', 'cancelled') RETURNING id"};
    return tx.query(queue, {std::move(which), to_value(now), static_cast<std::int64_t>(kind.priority),
                            std::int64_t{kind.max_attempts}, std::string(kind.name),
                            std::string(to_text(kind.scope)), serial_key(kind.scope, {}, {}, "")});
}

// The name and the number that a file gets in its batch.
FileInBatch name_in(Transaction& tx, std::int64_t batch, const std::string& plain) {
    FileInBatch file{plain, 1, plain};
    const auto is_taken = [&] { return !tx.query(name_is_taken, {batch, file.name}).empty(); };
    if (!is_taken()) return file;
    const auto last = first_row(tx.query(last_number, {batch, plain}));
    if (last) file.number = static_cast<int>(last->integer("file_number"));
    do
        file.name = numbered_file_name(plain, ++file.number);
    while (is_taken());
    return file;
}

std::optional<DownloadTask> visible_task(std::vector<DownloadTask> tasks,
                                         const std::optional<std::string>& only_client) {
    if (tasks.empty() || (only_client && *only_client != tasks.front().client_id)) return std::nullopt;
    return std::move(tasks.front());
}

}  // namespace

std::optional<DownloadTask> DownloadStore::get(const std::string& task_id,
                                               const std::optional<std::string>& only_client) {
    return visible_task(read_tasks(database_.query(task_by_id, {task_id})), only_client);
}

std::optional<PlacedFile> DownloadStore::file(const std::string& task_id,
                                              const std::optional<std::string>& only_client) {
    std::optional<PlacedFile> placed;
    database_.read([&](Transaction& tx) {
        placed.reset();
        auto task = visible_task(read_tasks(tx.query(task_by_id, {task_id})), only_client);
        if (!task) return;
        auto places = task->file ? places_of(tx, file_of(*task)) : std::vector<std::string>();
        placed.emplace(PlacedFile{*std::move(task), std::move(places)});
    });
    return placed;
}

Result<> DownloadStore::queue(const std::string& task_id, const std::optional<std::string>& only_client,
                              bool again, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_client_of(tx, task_id, only_client)) return no_task();
        const auto job = lock_job(tx, task_id);
        const DownloadStatus status = status_of(job ? std::optional(job->state) : std::nullopt);
        if (!may_start(status))
            return Error::conflict("The task is " + std::string(to_text(status)) + " already.");
        if (again && !may_retry(status)) return Error::conflict("The task has not been started yet.");
        queue_jobs(tx, "t.id = $1", task_id, now);
        return {};
    });
}

Result<> DownloadStore::start(const std::string& task_id, const std::optional<std::string>& only_client,
                              Timestamp now) {
    return queue(task_id, only_client, false, now);
}

Result<> DownloadStore::retry(const std::string& task_id, const std::optional<std::string>& only_client,
                              Timestamp now) {
    return queue(task_id, only_client, true, now);
}

Result<std::vector<std::string>> DownloadStore::start_batch(const std::string& client_id,
                                                            const std::string& session_id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<std::vector<std::string>> {
        if (!lock_client(tx, client_id)) return no_batch();
        const auto batch = find_batch(tx, client_id, session_id);
        if (!batch) return no_batch();
        std::set<std::string> queued;
        for (const Row& row : queue_jobs(tx, "t.batch_id = $1", *batch, now))
            queued.insert(row.text("id"));
        std::vector<std::string> started;
        for (const Row& row : tx.query(tasks_in_order, {*batch}))
            if (queued.contains(row.text("id"))) started.push_back(row.text("id"));
        return started;
    });
}

Result<> DownloadStore::cancel(const std::string& task_id, const std::optional<std::string>& only_client,
                               Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_client_of(tx, task_id, only_client)) return no_task();
        const auto job = lock_job(tx, task_id);
        if (!job) return Error::conflict("The task has not been started yet.");
        if (!is_open(job->state)) return Error::conflict("The task has ended already.");
        request_cancel(tx, *job, now);
        return {};
    });
}

bool DownloadStore::finish(const Lease& lease, const DownloadedFile& file, Timestamp now) {
    bool done = false;
    database_.write([&](Transaction& tx) {
        const auto client = lock_client_of(tx, lease.job_id);
        if (!client) throw LeaseLost();
        const Job job = lock_leased_job(tx, lease);
        done = !job.cancel_requested;
        if (!done) return conclude_job(tx, job, cancelled_now(now), now);
        const Row batch = tx.query(batch_of_task, {job.id}).front();
        const FinishedTask finished{job.id, name_in(tx, batch.integer("id"), file.name), file.bytes,
                                    file.sha256, now};
        tx.query(finish_task, finished_columns.values(finished));
        const std::string place = downloaded_file(*client, batch.text("session_id"), finished.file.name);
        put_moves(tx, std::array{std::pair{task_work_file(job.id), place}}, now,
                  serial_key_of_client(*client));
        succeed_job(tx, job.id, "", now);
    });
    return done;
}

bool DownloadStore::work_file_wanted(const std::string& task_id) {
    const auto task = get(task_id);
    return (task && !task->file) || is_waited_for(database_, task_work_file(task_id));
}

}  // namespace lectern::storage
