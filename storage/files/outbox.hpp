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

// File operations that a transaction decided: written with it, carried out after it, again if interrupted.
// Paths are relative to the state folder. Operations of one strand are carried out one after the other, in
// the order in which they were written; those of strand "" in any. Who writes to a strand holds a lock on a
// row that belongs to it until the commit, so that the order of ids is the order of commits.

// A file, or a folder with all that is in it.
void put_trash(Transaction& tx, const std::string& path, Timestamp now, const std::string& strand = "");
// A folder, if it is empty then.
void put_rmdir(Transaction& tx, const std::string& path, Timestamp now, const std::string& strand);
// Files: (path, target). A target never replaces a file that is there.
void put_moves(Transaction& tx, std::span<const std::pair<std::string, std::string>> moves, Timestamp now,
               const std::string& strand);
// The same for all rows (path, target) of a query, whose own parameters begin with $3.
void put_moves_of(Transaction& tx, const std::string& query, std::vector<Value> parameters, Timestamp now,
                  const std::string& strand);
// A second name for a file, which is never written to again.
void put_link(Transaction& tx, const std::string& path, const std::string& target, Timestamp now,
              const std::string& strand);

// In which strand a file is on its way to `target`: what comes after it belongs there, too. "" if none is.
std::string strand_of_arrival(Transaction& tx, const std::string& target);

// Whether an operation that is pending needs the file at `path`.
bool is_waited_for(Database& database, const std::string& path);

// Where the file is that belongs at `path`, if moves are pending: it is at the first of these that has a
// file, and goes from there towards the last, which is `path`.
std::vector<std::string> places_of(Transaction& tx, const std::string& path);

// The strand of operations that wait until no step works for the lecture, at the latest for the next start of
// the program. What a step may still publish although its job has been taken from it goes so: a step that
// lives removes it itself, one that died does not.
std::string strand_after_steps(std::int64_t lecture_id);

class Outbox {
public:
    // `report` gets a line for the log for each operation that fails.
    using Report = std::function<void(const std::string& line)>;

    Outbox(Database& database, const StateFolder& folder, Report report = {})
        : database_(database), folder_(folder), report_(std::move(report)) {}

    // Strands in which something is pending, but for those after steps.
    std::vector<std::string> strands();
    // Lectures for which something is pending in the strand after their steps.
    std::vector<std::int64_t> lectures_to_tidy();

    // Whether more operations are pending in the strand than `count`.
    bool has_more_than(std::int64_t count, const std::string& strand);

    // Carries out what is pending in one strand, or in all. While another thread does, that one goes on with
    // what has come meanwhile, and this call returns at once. An operation that fails is reported and stays
    // for the next call, and so do later ones of its strand that touch the same folders; a file that is
    // nowhere is reported and given up. Returns how many were done. Thread-safe.
    std::int64_t drain(const std::string& strand);
    std::int64_t drain();
    // The same and the strands after steps: while no step runs.
    std::int64_t drain_at_start();

    // Drains the strand in which a file is on its way to `target`, or waits until another thread has; false
    // if it is on its way still. Throws StorageFull if the disk was too full for something in that strand.
    bool settle(const std::string& target);

private:
    bool is_wanted_again(const std::string& strand);
    void end_drain(const std::string& strand);  // under the lock
    void note_space(const std::string& strand, bool was_enough);

    Database& database_;
    const StateFolder& folder_;
    Report report_;
    std::mutex mutex_;
    std::condition_variable drained_;
    std::map<std::string, bool> draining_;  // strands; true if somebody came meanwhile
    std::set<std::string> without_space_;   // strands whose last drain met a full disk
};

}  // namespace lectern::storage
