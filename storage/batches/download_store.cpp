// The part of BatchStore that starts, stops and ends downloads.
#include "domain/batch/download_name.hpp"
#include "storage/batches/batch_rows.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/files/outbox.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

#include <array>
#include <set>

namespace lectern::storage {
namespace {

Error no_task() {
    return refusal(ErrorCode::not_found, "There is no such task.");
}

// Jobs for the tasks that `condition` names by $1 and that may be started; those that have ended begin anew,
// from their checkpoint. Each has a serial key of its own: what is started again while its old run winds down
// waits for it, since both write the same work file. The first of a batch is due the longest, so that they
// run in their order. Returns the ids of the tasks, in any order.
std::vector<Row> queue_jobs(Transaction& tx, const std::string& condition, Value which, Timestamp now) {
    const JobKindRow& kind = about(JobKind::batch_download);
    return tx.query(
        "INSERT INTO jobs (id, kind, scope, state, priority, serial_key, payload, max_attempts, run_at, "
        "created_at, updated_at, host) SELECT t.id, $5, $6, 'queued', $3, 'task/' || t.id, '{}', $4, $2 + "
        "t.position - "
        "(SELECT max(l.position) FROM download_tasks AS l WHERE l.batch_id = t.batch_id), $2, $2, t.host "
        "FROM download_tasks AS t WHERE " +
            condition +
            " ON CONFLICT (id) DO UPDATE SET state = 'queued', attempt = 0, progress = 0, error = '', "
            "cancel_requested = 0, serial_key = excluded.serial_key, run_at = excluded.run_at, updated_at = "
            "excluded.updated_at "
            "WHERE jobs.state IN ('failed', 'cancelled') RETURNING id",
        {std::move(which), to_value(now), static_cast<std::int64_t>(kind.priority),
         std::int64_t{kind.max_attempts}, std::string(kind.name), std::string(to_text(kind.scope))});
}

// The number that the file gets in its batch, and its name with it.
FileInBatch name_in(Transaction& tx, std::int64_t batch, const std::string& plain) {
    FileInBatch file{plain, 1, plain};
    const auto is_taken = [&] {
        return !tx.query("SELECT 1 FROM download_tasks WHERE batch_id = $1 AND file_name = $2",
                         {batch, file.name})
                    .empty();
    };
    if (!is_taken()) return file;
    const auto last = first_row(tx.query(
        "SELECT file_number FROM download_tasks WHERE batch_id = $1 AND file_plain = $2 ORDER BY file_number "
        "DESC LIMIT 1",
        {batch, plain}));
    if (last) file.number = static_cast<int>(last->integer(0));
    do
        file.name = numbered_file_name(plain, ++file.number);
    while (is_taken());
    return file;
}

}  // namespace

Result<> BatchStore::queue(const std::string& task_id, const std::optional<std::string>& only_client,
                           bool again, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_client_of(tx, task_id, only_client)) return no_task();
        const auto job = lock_job(tx, task_id);
        const DownloadStatus status = status_of(job ? std::optional(job->state) : std::nullopt);
        if (!may_start(status))
            return refusal(ErrorCode::conflict, "The task is " + std::string(to_text(status)) + " already.");
        if (again && !may_retry(status))
            return refusal(ErrorCode::conflict, "The task has not been started yet.");
        queue_jobs(tx, "t.id = $1", task_id, now);
        return {};
    });
}

Result<> BatchStore::start(const std::string& task_id, const std::optional<std::string>& only_client,
                           Timestamp now) {
    return queue(task_id, only_client, false, now);
}

Result<> BatchStore::retry(const std::string& task_id, const std::optional<std::string>& only_client,
                           Timestamp now) {
    return queue(task_id, only_client, true, now);
}

Result<std::vector<std::string>> BatchStore::start_batch(const std::string& client_id,
                                                         const std::string& session_id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<std::vector<std::string>> {
        if (!lock_client(tx, client_id)) return no_batch();
        const auto batch = find_batch(tx, client_id, session_id);
        if (!batch) return no_batch();
        std::set<std::string> queued;
        for (const Row& row : queue_jobs(tx, "t.batch_id = $1", *batch, now))
            queued.insert(row.text(0));
        std::vector<std::string> started;
        for (const Row& row :
             tx.query("SELECT id FROM download_tasks WHERE batch_id = $1 ORDER BY position", {*batch}))
            if (queued.contains(row.text(0))) started.push_back(row.text(0));
        return started;
    });
}

Result<> BatchStore::cancel(const std::string& task_id, const std::optional<std::string>& only_client,
                            Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_client_of(tx, task_id, only_client)) return no_task();
        const auto job = lock_job(tx, task_id);
        if (!job) return refusal(ErrorCode::conflict, "The task has not been started yet.");
        if (!is_open(job->state)) return refusal(ErrorCode::conflict, "The task has ended already.");
        request_cancel(tx, *job, now);
        return {};
    });
}

bool BatchStore::finish(const Lease& lease, const DownloadedFile& file, Timestamp now) {
    bool done = false;
    database_.write([&](Transaction& tx) {
        const auto client = lock_client_of(tx, lease.job_id);
        if (!client) throw LeaseLost();
        const Job job = lock_leased_job(tx, lease);
        done = !job.cancel_requested;
        if (!done) return conclude_job(tx, job, cancelled_now(now), now);
        const auto where = tx.query(
            "SELECT b.id, b.session_id FROM download_tasks AS t JOIN batches AS b ON b.id = t.batch_id WHERE "
            "t.id = $1",
            {job.id});
        const std::int64_t batch = where.front().integer(0);
        const FileInBatch named = name_in(tx, batch, file.name);
        tx.query(
            "UPDATE download_tasks SET file_name = $2, file_plain = $3, file_number = $4, file_bytes = $5, "
            "file_sha256 = $6, file_made_at = $7 WHERE id = $1",
            {job.id, named.name, named.plain, std::int64_t{named.number}, file.bytes, file.sha256,
             to_value(now)});
        const std::string folder = batch_folder(*client, where.front().text(1));
        put_moves(tx, std::array{std::pair{task_work_file(job.id), folder + "/" + named.name}}, now,
                  client_strand(*client));
        succeed_job(tx, job.id, "", now);
    });
    return done;
}

}  // namespace lectern::storage
