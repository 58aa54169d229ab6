#include "storage/batches/batch_merge.hpp"

#include "domain/batch/download_name.hpp"
#include "storage/batches/batch_rows.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/sql/bulk.hpp"
#include "storage/sql/columns.hpp"

namespace lectern::storage {
namespace {

struct FileRow {
    std::string task;
    FileInBatch file;
};
constexpr Columns<FileRow> file_columns{
    column<&FileRow::task>("id"),
    column<&FileRow::file, &FileInBatch::plain>("file_plain"),
    column<&FileRow::file, &FileInBatch::number>("file_number"),
    column<&FileRow::file, &FileInBatch::name>("file_name"),
};

const Statement files_of_batch{
    "merge.files",
    "SELECT " + file_columns.list() +
        " FROM download_tasks WHERE batch_id = $1 AND file_name IS NOT NULL ORDER BY position"};
const Statement rename_files{
    "merge.rename_files",
    "UPDATE download_tasks SET file_name = v.column2, file_number = CAST(v.column3 AS BIGINT) FROM (VALUES "};
const Statement move_files{
    "merge.move_files",
    "SELECT $3 || t.file_name AS path, $4 || t.file_name AS target FROM download_tasks AS t "
    "WHERE t.batch_id = $5 AND t.file_name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
    "download_tasks AS k WHERE k.batch_id = $6 AND k.file_name = t.file_name)"};
const Statement move_tasks{
    "merge.move_tasks",
    "UPDATE download_tasks SET batch_id = $1, position = position + $3 WHERE batch_id = $2"};
const Statement delete_merged{"merge.delete_batch", "DELETE FROM batches WHERE id = $1"};
const Statement touch_batch{"merge.touch_batch", "UPDATE batches SET updated_at = $2 WHERE id = $1"};

// The folders between which files move, with a slash at the end.
struct Journey {
    std::string from, to, serial_key;
};

std::vector<FileRow> files_of(Transaction& tx, std::int64_t batch) {
    return file_columns.read_all(tx.query(files_of_batch, {batch}));
}

// The names that the files of `from` get in `into`, in the same order.
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

// Moves the files whose names are taken in the other batch, and gives them new names.
void move_renamed(Transaction& tx, const std::vector<FileRow>& before, const std::vector<FileInBatch>& after,
                  const Journey& journey, Timestamp now) {
    std::vector<std::vector<Value>> renamed;
    std::vector<std::pair<std::string, std::string>> moves;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (after[i].name == before[i].file.name) continue;
        renamed.push_back({before[i].task, after[i].name, std::to_string(after[i].number)});
        moves.emplace_back(journey.from + before[i].file.name, journey.to + after[i].name);
    }
    put_moves(tx, moves, now, journey.serial_key);
    for_rows(tx, rename_files, renamed, ") AS v WHERE download_tasks.id = v.column1");
}

}  // namespace

void merge_batches(Transaction& tx, const std::string& client_id, const BatchName& into,
                   const BatchName& from, Timestamp now) {
    const auto files = files_of(tx, from.id);
    const auto names = names_after_merge(files, files_of(tx, into.id));
    const std::string from_folder = batch_folder(client_id, from.session_id);
    const Journey journey{from_folder + "/", batch_folder(client_id, into.session_id) + "/",
                          serial_key_of_client(client_id)};
    // Files that keep their names are moved by one statement: there may be many thousands, and other
    // transactions wait for the lock on the client's row.
    put_moves_of(tx, move_files, {journey.from, journey.to, from.id, into.id}, now, journey.serial_key);
    move_renamed(tx, files, names, journey, now);
    tx.query(move_tasks, {into.id, from.id, last_position(tx, into.id)});
    put_rmdir(tx, from_folder, now, journey.serial_key);
    tx.query(delete_merged, {from.id});
    tx.query(touch_batch, {into.id, to_value(now)});
}

}  // namespace lectern::storage
