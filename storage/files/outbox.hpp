#pragma once

#include "domain/base/time.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/sql/database.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace lectern::storage {

// File operations that a transaction has decided: written with it, carried out after it, and again after an
// interruption. Paths are relative to the state folder. Operations with the same serial key are carried out
// one after the other, in the order in which they were written; those with the key "" in any order. A writer
// holds a lock on a row that belongs to the key until it commits, so that the order of ids is the order of
// commits.

// A file, or a folder with all that is in it.
void put_trash(Transaction& tx, const std::string& path, Timestamp now, const std::string& serial_key = "");
// A folder, if it is empty then.
void put_rmdir(Transaction& tx, const std::string& path, Timestamp now, const std::string& serial_key);
// Files: (path, target). A target never replaces a file that is there.
void put_moves(Transaction& tx, std::span<const std::pair<std::string, std::string>> moves, Timestamp now,
               const std::string& serial_key);
// The same for all rows (path, target) of a SELECT, whose own parameters begin with $3.
void put_moves_of(Transaction& tx, const Statement& select, std::vector<Value> parameters, Timestamp now,
                  const std::string& serial_key);
// A second name for a file, which is never written to again.
void put_link(Transaction& tx, const std::string& path, const std::string& target, Timestamp now,
              const std::string& serial_key);

// The files of a client and of its batches. The lock is the client's row.
std::string serial_key_of_client(const std::string& client_id);

// The key with which a file is on its way to `target`; an operation that must follow it takes the same. "" if
// none is on its way.
std::string serial_key_of_arrival(Transaction& tx, const std::string& target);

// Whether a pending operation needs the file at `path`.
bool is_waited_for(Database& database, const std::string& path);

// Where the file that belongs at `path` may be while moves are pending. It is at the first of these places
// that has a file, and moves on towards the last one, which is `path`.
std::vector<std::string> places_of(Transaction& tx, const std::string& path);

// Operations that wait until no step works for the lecture, at the latest for the next start of the program.
// They remove what a step may still publish after its job has been taken from it. A step that lives removes
// it itself, one that died does not.
std::string serial_key_after_steps(std::int64_t lecture_id);

class Outbox {
public:
    // Gets a line for the log for each operation that fails.
    using Report = std::function<void(const std::string& line)>;

    Outbox(Database& database, const StateFolder& folder, Report report = {})
        : database_(database), folder_(folder), report_(std::move(report)) {}

    // The keys of pending operations, without those after steps.
    std::vector<std::string> serial_keys();
    // Lectures with pending operations after their steps.
    std::vector<std::int64_t> lectures_to_tidy();

    // Whether more than `count` operations are pending with this key.
    bool has_more_than(std::int64_t count, const std::string& serial_key);

    // Carries out the pending operations with one key, or all but those after steps. While another thread
    // does so for the same key, this call returns at once, and that thread goes on with what has come
    // meanwhile. An operation that fails is reported and stays for the next call; so do later ones with its
    // key that touch the same folders. A file that is nowhere is reported and given up. Returns how many
    // operations were done. Thread-safe.
    std::int64_t drain(const std::string& serial_key);
    std::int64_t drain();
    // The same with those after steps. To be called while no step runs.
    std::int64_t drain_at_start();

    // Drains the key with which a file is on its way to `target`, or waits until another thread has done so;
    // false if it is still on its way. Throws StorageFull if the disk was too full for one of these
    // operations.
    bool settle(const std::string& target);

private:
    bool is_wanted_again(const std::string& serial_key);
    void end_drain(const std::string& serial_key);  // under the lock
    void note_space(const std::string& serial_key, bool was_enough);

    Database& database_;
    const StateFolder& folder_;
    Report report_;
    std::mutex mutex_;
    std::condition_variable drained_;
    std::map<std::string, bool> draining_;  // by key; true: another call has come meanwhile
    std::set<std::string> without_space_;   // keys whose last drain met a full disk
};

}  // namespace lectern::storage
