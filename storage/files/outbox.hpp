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

// The outbox: file operations that are stored by the transaction that decides them. They are carried out
// after the commit, and again after an interruption. Paths are relative to the state folder. Operations with
// the same serial key are carried out one after the other, in the order in which they were written; those
// with the key "" in any order. A transaction that writes operations with a key holds the lock of the key (on
// a row) until it commits, so that ids have the order of the commits.

// Moves a file, or a folder with its content, to the trash.
void put_trash(Transaction& tx, const std::string& path, Timestamp now, const std::string& serial_key = "");
// Removes a folder if it is empty when the operation is carried out.
void put_rmdir(Transaction& tx, const std::string& path, Timestamp now, const std::string& serial_key);
// Moves files: pairs (path, target). A target never replaces an existing file.
void put_moves(Transaction& tx, std::span<const std::pair<std::string, std::string>> moves, Timestamp now,
               const std::string& serial_key);
// The same for all rows (path, target) of a SELECT, whose own parameters begin with $3.
void put_moves_of(Transaction& tx, const Statement& select, std::vector<Value> parameters, Timestamp now,
                  const std::string& serial_key);
// Gives a file a second name. The file must not be written to after this.
void put_link(Transaction& tx, const std::string& path, const std::string& target, Timestamp now,
              const std::string& serial_key);

// The serial key for the files of a client and its batches. Its lock is the client's row.
std::string serial_key_of_client(const std::string& client_id);

// The serial key of the pending operation that brings a file to `target`; "" if there is none. An operation
// that must run after it uses the same key.
std::string serial_key_of_arrival(Transaction& tx, const std::string& target);

// Whether a pending move or link needs the file at `path`.
bool is_waited_for(Database& database, const std::string& path);

// The places where the file that belongs at `path` may be while moves are pending. It is at the first place
// that has a file. The moves bring it to the last place, which is `path`.
std::vector<std::string> places_of(Transaction& tx, const std::string& path);

// The serial key for operations that wait until no step works for the lecture, at the latest until the next
// start of the program. They remove a file that a step may still publish after it has lost its lease. (A
// running step removes the file itself; a step that died cannot.)
std::string serial_key_after_steps(std::int64_t lecture_id);

// Carries out the operations. All methods block. They throw StoreUnavailable during an outage.
class Outbox {
public:
    // Called with a log line for each operation that fails.
    using Report = std::function<void(const std::string& line)>;

    Outbox(Database& database, const StateFolder& folder, Report report = {})
        : database_(database), folder_(folder), report_(std::move(report)) {}

    // The serial keys of pending operations, without those of serial_key_after_steps().
    std::vector<std::string> serial_keys();
    // The lectures with pending operations that have a key of serial_key_after_steps().
    std::vector<std::int64_t> lectures_to_tidy();

    // Whether more than `count` operations are pending with this key.
    bool has_more_than(std::int64_t count, const std::string& serial_key);

    // Carry out the pending operations with one key, or with all serial_keys(). If another thread is doing so
    // for the same key, the call returns 0 at once, and that thread also carries out the operations that were
    // added meanwhile. An operation that fails is reported and stays for the next call; so do later
    // operations with its key that touch the same folders. An operation whose file does not exist is reported
    // and deleted. Return the number of operations that were done. Thread-safe.
    std::int64_t drain(const std::string& serial_key);
    std::int64_t drain();
    // The same, also with the keys of serial_key_after_steps(). Call it while no step runs.
    std::int64_t drain_at_start();

    // If an operation that brings a file to `target` is pending, drains its key, or waits until another
    // thread has done so. Returns false if such an operation is still pending after that. Throws StorageFull
    // if the reason is a full disk.
    bool settle(const std::string& target);

private:
    bool is_wanted_again(const std::string& serial_key);
    void end_drain(const std::string& serial_key);  // the caller holds mutex_
    void note_space(const std::string& serial_key, bool was_enough);

    Database& database_;
    const StateFolder& folder_;
    Report report_;
    std::mutex mutex_;
    std::condition_variable drained_;
    std::map<std::string, bool> draining_;  // by key; true: another call for the key has come meanwhile
    std::set<std::string> without_space_;   // keys whose last drain met a full disk
};

}  // namespace lectern::storage
