#include "storage/files/outbox.hpp"

#include "storage/files/outbox_run.hpp"
#include "storage/sql/many.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

#include <algorithm>
#include <utility>

namespace lectern::storage {
namespace {

const std::string after_steps = "after steps/";
constexpr std::size_t longest_chain = 100;  // moves of one file that are pending

const std::string insert = "INSERT INTO file_ops (kind, strand, path, target, created_at) VALUES ";

void put(Transaction& tx, const char* kind, const std::string& strand, const std::string& path, Value target,
         Timestamp now) {
    tx.query(insert + "($1, $2, $3, $4, $5)",
             {std::string(kind), strand, path, std::move(target), to_value(now)});
}

}  // namespace

void put_trash(Transaction& tx, const std::string& path, Timestamp now, const std::string& strand) {
    put(tx, "trash", strand, path, nullptr, now);
}

void put_rmdir(Transaction& tx, const std::string& path, Timestamp now, const std::string& strand) {
    put(tx, "rmdir", strand, path, nullptr, now);
}

void put_moves(Transaction& tx, std::span<const std::pair<std::string, std::string>> moves, Timestamp now,
               const std::string& strand) {
    std::vector<std::vector<Value>> rows;
    rows.reserve(moves.size());
    for (const auto& [path, target] : moves)
        rows.push_back({std::string("move"), strand, path, target, to_value(now)});
    for_rows(tx, insert, rows);
}

void put_moves_of(Transaction& tx, const std::string& query, std::vector<Value> parameters, Timestamp now,
                  const std::string& strand) {
    parameters.insert(parameters.begin(), {strand, to_value(now)});
    tx.query(
        "INSERT INTO file_ops (kind, strand, path, target, created_at) SELECT 'move', $1, m.path, "
        "m.target, $2 FROM (" +
            query + ") AS m",
        parameters);
}

void put_link(Transaction& tx, const std::string& path, const std::string& target, Timestamp now,
              const std::string& strand) {
    put(tx, "link", strand, path, target, now);
}

std::string strand_after_steps(std::int64_t lecture_id) {
    return after_steps + std::to_string(lecture_id);
}

std::string strand_of_arrival(Transaction& tx, const std::string& target) {
    const auto row = first_row(
        tx.query("SELECT strand FROM file_ops WHERE target = $1 ORDER BY id DESC LIMIT 1", {target}));
    return row ? row->text(0) : "";
}

bool is_waited_for(Database& database, const std::string& path) {
    return !database
                .query("SELECT 1 FROM file_ops WHERE path = $1 AND kind IN ('move', 'link') LIMIT 1", {path})
                .empty();
}

std::vector<std::string> places_of(Transaction& tx, const std::string& path) {
    std::vector<std::string> places{path};
    // Backwards, each move before the one that was found last: a name may have been used twice.
    Value before = std::int64_t{INT64_MAX};
    while (places.size() < longest_chain) {
        const auto row =
            first_row(tx.query("SELECT path, id FROM file_ops WHERE target = $1 AND kind = 'move' AND id < "
                               "$2 ORDER BY id DESC LIMIT 1",
                               {places.back(), before}));
        if (!row) break;
        places.push_back(row->text(0));
        before = row->integer(1);
    }
    std::ranges::reverse(places);
    return places;
}

std::vector<std::string> Outbox::strands() {
    std::vector<std::string> names;
    for (const Row& row :
         database_.query("SELECT DISTINCT strand FROM file_ops WHERE strand NOT LIKE $1 ORDER BY strand",
                         {after_steps + "%"}))
        names.push_back(row.text(0));
    return names;
}

std::vector<std::int64_t> Outbox::lectures_to_tidy() {
    std::vector<std::int64_t> lectures;
    for (const Row& row :
         database_.query("SELECT DISTINCT strand FROM file_ops WHERE strand LIKE $1 ORDER BY strand",
                         {after_steps + "%"}))
        lectures.push_back(std::stoll(row.text(0).substr(after_steps.size())));
    return lectures;
}

bool Outbox::has_more_than(std::int64_t count, const std::string& strand) {
    return !database_
                .query("SELECT 1 FROM file_ops WHERE strand = $1 ORDER BY id LIMIT 1 OFFSET $2",
                       {strand, count})
                .empty();
}

std::int64_t Outbox::drain(const std::string& strand) {
    {
        const std::lock_guard lock(mutex_);
        const auto [draining, is_mine] = draining_.try_emplace(strand);
        draining->second = !is_mine;
        if (!is_mine) return 0;
    }
    std::int64_t done = 0;
    try {
        do {
            OutboxRun run(database_, folder_, report_, strand);
            done += run.carry_out();
            note_space(strand, !run.met_full_disk());
        } while (is_wanted_again(strand));
    } catch (...) {
        const std::lock_guard lock(mutex_);
        end_drain(strand);
        throw;
    }
    return done;
}

bool Outbox::is_wanted_again(const std::string& strand) {
    const std::lock_guard lock(mutex_);
    if (std::exchange(draining_.at(strand), false)) return true;
    end_drain(strand);
    return false;
}

void Outbox::end_drain(const std::string& strand) {
    draining_.erase(strand);
    drained_.notify_all();
}

void Outbox::note_space(const std::string& strand, bool was_enough) {
    const std::lock_guard lock(mutex_);
    if (was_enough)
        without_space_.erase(strand);
    else
        without_space_.insert(strand);
}

bool Outbox::settle(const std::string& target) {
    const auto strand = [&] {
        return first_row(database_.query("SELECT strand FROM file_ops WHERE target = $1 LIMIT 1", {target}));
    };
    const auto pending = strand();
    if (!pending) return true;
    drain(pending->text(0));
    std::unique_lock lock(mutex_);
    drained_.wait(lock, [&] { return !draining_.contains(pending->text(0)); });
    const bool had_space = !without_space_.contains(pending->text(0));
    lock.unlock();
    if (!strand()) return true;
    if (!had_space) throw StorageFull("no space left for " + target);
    return false;
}

std::int64_t Outbox::drain() {
    std::int64_t done = 0;
    for (const std::string& strand : strands())
        done += drain(strand);
    return done;
}

std::int64_t Outbox::drain_at_start() {
    std::int64_t done = drain();
    for (const std::int64_t lecture : lectures_to_tidy())
        done += drain(strand_after_steps(lecture));
    return done;
}

}  // namespace lectern::storage
