// The part of BatchStore that removes and merges: what needs the files of whole batches to move.
#include "domain/batch/download_name.hpp"
#include "storage/batches/batch_rows.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/files/outbox.hpp"
#include "storage/sql/many.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

using Ids = std::vector<std::string>;

// Forgets the jobs of a batch with their unfinished files, and its own files; gives the jobs that were
// running. Attempts say nothing about files: a retry counts anew, a full disk does not count.
void empty_batch(Transaction& tx, std::int64_t batch, const std::string& client_id,
                 const std::string& session_id, Timestamp now, Ids& running) {
    const std::string strand = client_strand(client_id);
    for (const Row& job :
         tx.query("DELETE FROM jobs WHERE id IN (SELECT id FROM download_tasks WHERE batch_id = $1) "
                  "RETURNING id, state, boot_id",
                  {batch})) {
        if (job.text(1) == "running") running.push_back(job.text(0));
        const bool has_run = !job.text(2).empty();
        if (!has_run || job.text(1) == "succeeded") continue;
        put_trash(tx, task_work_file(job.text(0)), now, strand);
        put_trash(tx, task_work_file(job.text(0)) + ".parts", now, strand);
    }
    put_trash(tx, batch_folder(client_id, session_id), now, strand);
}

struct FileRow {
    std::string task;
    FileInBatch file;
};

std::vector<FileRow> files_of(Transaction& tx, std::int64_t batch) {
    std::vector<FileRow> files;
    for (const Row& row : tx.query("SELECT id, file_plain, file_number, file_name FROM download_tasks WHERE "
                                   "batch_id = $1 AND file_name IS NOT NULL ORDER BY position",
                                   {batch}))
        files.push_back({row.text(0), {row.text(1), static_cast<int>(row.integer(2)), row.text(3)}});
    return files;
}

// The names that the files of `from` have in `into`, in the same order.
std::vector<FileInBatch> names_after_merge(const std::vector<FileRow>& from,
                                           const std::vector<FileRow>& into) {
    std::set<std::string, std::less<>> taken;
    for (const FileRow& row : into)
        taken.insert(row.file.name);
    std::vector<FileInBatch> names;
    names.reserve(from.size());
    for (const FileRow& row : from)
        names.push_back(row.file);
    settle_names(std::move(taken), names);
    return names;
}

// Files whose names are taken in the other batch get new ones, and move to them.
void move_renamed(Transaction& tx, const std::vector<FileRow>& before, const std::vector<FileInBatch>& after,
                  const std::string& from_folder, const std::string& to_folder, Timestamp now,
                  const std::string& strand) {
    std::vector<std::vector<Value>> renamed;
    std::vector<std::pair<std::string, std::string>> moves;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (after[i].name == before[i].file.name) continue;
        renamed.push_back({before[i].task, after[i].name, std::to_string(after[i].number)});
        moves.emplace_back(from_folder + before[i].file.name, to_folder + after[i].name);
    }
    put_moves(tx, moves, now, strand);
    for_rows(tx,
             "UPDATE download_tasks SET file_name = v.column2, file_number = CAST(v.column3 AS BIGINT) FROM "
             "(VALUES ",
             renamed, ") AS v WHERE download_tasks.id = v.column1");
}

// All others, in one statement: there may be many thousands, and whoever needs the client's row waits.
void move_as_they_are(Transaction& tx, std::int64_t to_batch, std::int64_t from_batch,
                      const std::string& from_folder, const std::string& to_folder, Timestamp now,
                      const std::string& strand) {
    put_moves_of(tx,
                 "SELECT $3 || t.file_name AS path, $4 || t.file_name AS target FROM download_tasks AS t "
                 "WHERE t.batch_id = $5 AND t.file_name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
                 "download_tasks AS k WHERE k.batch_id = $6 AND k.file_name = t.file_name)",
                 {from_folder, to_folder, from_batch, to_batch}, now, strand);
}

}  // namespace

Result<Ids> BatchStore::remove_batch(const std::string& client_id, const std::string& session_id,
                                     Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Ids> {
        if (!lock_client(tx, client_id)) return no_batch();
        const auto batch = find_batch(tx, client_id, session_id);
        if (!batch) return no_batch();
        Ids running;
        empty_batch(tx, *batch, client_id, session_id, now, running);
        tx.query("DELETE FROM batches WHERE id = $1", {*batch});
        return running;
    });
}

Result<Ids> BatchStore::remove_client(const std::string& client_id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Ids> {
        if (!lock_client(tx, client_id)) return refusal(ErrorCode::not_found, "There is no such client.");
        Ids running;
        for (const Row& row :
             tx.query("SELECT id, session_id FROM batches WHERE client_id = $1 ORDER BY id", {client_id}))
            empty_batch(tx, row.integer(0), client_id, row.text(1), now, running);
        put_rmdir(tx, client_folder(client_id), now, client_strand(client_id));
        tx.query("DELETE FROM clients WHERE id = $1", {client_id});
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

        const auto files = files_of(tx, *from_batch);
        const auto names = names_after_merge(files, files_of(tx, *to_batch));
        const std::string to_folder = batch_folder(client_id, into) + "/";
        const std::string from_folder = batch_folder(client_id, from) + "/";
        const std::string strand = client_strand(client_id);
        move_as_they_are(tx, *to_batch, *from_batch, from_folder, to_folder, now, strand);
        move_renamed(tx, files, names, from_folder, to_folder, now, strand);
        tx.query("UPDATE download_tasks SET batch_id = $1, position = position + $3 WHERE batch_id = $2",
                 {*to_batch, *from_batch, last_position(tx, *to_batch)});
        put_rmdir(tx, batch_folder(client_id, from), now, strand);
        tx.query("DELETE FROM batches WHERE id = $1", {*from_batch});
        tx.query("UPDATE batches SET updated_at = $2 WHERE id = $1", {*to_batch, to_value(now)});
        return {};
    });
}

}  // namespace lectern::storage
