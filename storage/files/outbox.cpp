#include "storage/files/outbox.hpp"

#include "storage/files/outbox_run.hpp"
#include "storage/sql/bulk.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/transact.hpp"

#include <algorithm>
#include <utility>

namespace lectern::storage {
namespace {

const std::string after_steps = "after steps/";
constexpr std::size_t longest_chain = 100;  // the most pending moves of one file that are followed

struct Operation {
    std::string kind, serial_key, path;
    std::optional<std::string> target;
    Timestamp created_at;
};
constexpr Columns<Operation> operation_columns{
    column<&Operation::kind>("kind"),
    column<&Operation::serial_key>("serial_key"),
    column<&Operation::path>("path"),
    column<&Operation::target>("target"),
    column<&Operation::created_at>("created_at"),
};

const Statement insert_operation{"outbox.insert", operation_columns.insert_into("file_ops")};
const Statement insert_moves{"outbox.insert_moves", operation_columns.insert_rows_into("file_ops")};
const Statement last_to_target{"outbox.last_to_target",
                               "SELECT serial_key FROM file_ops WHERE target = $1 ORDER BY id DESC LIMIT 1"};
const Statement any_to_target{"outbox.any_to_target",
                              "SELECT serial_key FROM file_ops WHERE target = $1 LIMIT 1"};
const Statement needs_file{"outbox.needs_file",
                           "SELECT 1 FROM file_ops WHERE path = $1 AND kind IN ('move', 'link') LIMIT 1"};
const Statement move_before{"outbox.move_before",
                            "SELECT path, id FROM file_ops WHERE target = $1 AND kind = 'move' AND id < $2 "
                            "ORDER BY id DESC LIMIT 1"};
const Statement list_keys{
    "outbox.list_keys",
    "SELECT DISTINCT serial_key FROM file_ops WHERE serial_key NOT LIKE $1 ORDER BY serial_key"};
const Statement list_keys_after_steps{
    "outbox.list_keys_after_steps",
    "SELECT DISTINCT serial_key FROM file_ops WHERE serial_key LIKE $1 ORDER BY serial_key"};
const Statement operation_at{"outbox.operation_at",
                             "SELECT 1 FROM file_ops WHERE serial_key = $1 ORDER BY id LIMIT 1 OFFSET $2"};

void put(Transaction& tx, const Operation& operation) {
    tx.query(insert_operation, operation_columns.values(operation));
}

}  // namespace

void put_trash(Transaction& tx, const std::string& path, Timestamp now, const std::string& serial_key) {
    put(tx, {"trash", serial_key, path, {}, now});
}

void put_rmdir(Transaction& tx, const std::string& path, Timestamp now, const std::string& serial_key) {
    put(tx, {"rmdir", serial_key, path, {}, now});
}

void put_moves(Transaction& tx, std::span<const std::pair<std::string, std::string>> moves, Timestamp now,
               const std::string& serial_key) {
    std::vector<std::vector<Value>> rows;
    rows.reserve(moves.size());
    for (const auto& [path, target] : moves)
        rows.push_back(operation_columns.values({"move", serial_key, path, target, now}));
    for_rows(tx, insert_moves, rows);
}

void put_moves_of(Transaction& tx, const Statement& select, std::vector<Value> parameters, Timestamp now,
                  const std::string& serial_key) {
    parameters.insert(parameters.begin(), {serial_key, to_value(now)});
    tx.query({select.name,
              "INSERT INTO file_ops (kind, serial_key, path, target, created_at) SELECT 'move', $1, m.path, "
              "m.target, $2 FROM (" +
                  select.text + ") AS m"},
             parameters);
}

void put_link(Transaction& tx, const std::string& path, const std::string& target, Timestamp now,
              const std::string& serial_key) {
    put(tx, {"link", serial_key, path, target, now});
}

std::string serial_key_of_client(const std::string& client_id) {
    return "client/" + client_id;
}

std::string serial_key_after_steps(std::int64_t lecture_id) {
    return after_steps + std::to_string(lecture_id);
}

std::string serial_key_of_arrival(Transaction& tx, const std::string& target) {
    const auto row = first_row(tx.query(last_to_target, {target}));
    return row ? row->text("serial_key") : "";
}

bool is_waited_for(Database& database, const std::string& path) {
    return !database.query(needs_file, {path}).empty();
}

std::vector<std::string> places_of(Transaction& tx, const std::string& path) {
    std::vector<std::string> places{path};
    // Backwards: each move must be older than the one found before, because a name may be used twice.
    std::int64_t before = INT64_MAX;
    while (places.size() < longest_chain) {
        const auto row = first_row(tx.query(move_before, {places.back(), before}));
        if (!row) break;
        places.push_back(row->text("path"));
        before = row->integer("id");
    }
    std::ranges::reverse(places);
    return places;
}

std::vector<std::string> Outbox::serial_keys() {
    std::vector<std::string> keys;
    for (const Row& row : database_.query(list_keys, {after_steps + "%"}))
        keys.push_back(row.text("serial_key"));
    return keys;
}

std::vector<std::int64_t> Outbox::lectures_to_tidy() {
    std::vector<std::int64_t> lectures;
    for (const Row& row : database_.query(list_keys_after_steps, {after_steps + "%"}))
        lectures.push_back(std::stoll(row.text("serial_key").substr(after_steps.size())));
    return lectures;
}

bool Outbox::has_more_than(std::int64_t count, const std::string& serial_key) {
    return !database_.query(operation_at, {serial_key, count}).empty();
}

std::int64_t Outbox::drain(const std::string& serial_key) {
    {
        const std::lock_guard lock(mutex_);
        const auto [draining, is_mine] = draining_.try_emplace(serial_key);
        draining->second = !is_mine;
        if (!is_mine) return 0;
    }
    std::int64_t done = 0;
    try {
        do {
            OutboxRun run(database_, folder_, report_, serial_key);
            done += run.carry_out();
            note_space(serial_key, !run.met_full_disk());
        } while (is_wanted_again(serial_key));
    } catch (...) {
        const std::lock_guard lock(mutex_);
        end_drain(serial_key);
        throw;
    }
    return done;
}

bool Outbox::is_wanted_again(const std::string& serial_key) {
    const std::lock_guard lock(mutex_);
    if (std::exchange(draining_.at(serial_key), false)) return true;
    end_drain(serial_key);
    return false;
}

void Outbox::end_drain(const std::string& serial_key) {
    draining_.erase(serial_key);
    drained_.notify_all();
}

void Outbox::note_space(const std::string& serial_key, bool was_enough) {
    const std::lock_guard lock(mutex_);
    if (was_enough)
        without_space_.erase(serial_key);
    else
        without_space_.insert(serial_key);
}

bool Outbox::settle(const std::string& target) {
    const auto pending = first_row(database_.query(any_to_target, {target}));
    if (!pending) return true;
    const std::string& serial_key = pending->text("serial_key");
    drain(serial_key);
    std::unique_lock lock(mutex_);
    drained_.wait(lock, [&] { return !draining_.contains(serial_key); });
    const bool had_space = !without_space_.contains(serial_key);
    lock.unlock();
    if (database_.query(any_to_target, {target}).empty()) return true;
    if (!had_space) throw StorageFull("no space left for " + target);
    return false;
}

std::int64_t Outbox::drain() {
    std::int64_t done = 0;
    for (const std::string& key : serial_keys())
        done += drain(key);
    return done;
}

std::int64_t Outbox::drain_at_start() {
    std::int64_t done = drain();
    for (const std::int64_t lecture : lectures_to_tidy())
        done += drain(serial_key_after_steps(lecture));
    return done;
}

}  // namespace lectern::storage
