#pragma once

#include "storage/files/state_folder.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace lectern::storage {

// Carries out all pending operations with one serial key, once. They are carried out in groups of at most
// 500, so that many moves need few fsyncs and commits. A group ends before an operation that touches a path
// of an earlier one: after a crash each operation of a group is repeated and must find the files as it left
// them. For example, a folder that is trashed a second time must not contain files that came after the first
// time.
class OutboxRun {
public:
    // Called with a log line for each operation that fails.
    using Report = std::function<void(const std::string& line)>;

    struct Operation {
        std::int64_t id;
        std::string kind, path;
        std::optional<std::string> target;

        std::vector<std::string> to_sync() const;   // the folders whose fsync makes it durable
        std::vector<std::string> concerns() const;  // paths: it waits if one of them is held back
    };

    OutboxRun(Database& database, const StateFolder& folder, const Report& report, std::string serial_key)
        : database_(database), folder_(folder), report_(report), serial_key_(std::move(serial_key)) {}

    std::int64_t carry_out();  // returns the number of operations that were done
    bool met_full_disk() const { return met_full_disk_; }

private:
    std::vector<Operation> next_ops(std::int64_t after);
    void take(const Operation& op);
    void execute(const Operation& op);
    bool is_held_back(const Operation& op) const;
    bool needs_the_group(const Operation& op) const;
    bool is_touched(const std::string& path) const;  // the path, a folder around it, or a file in it
    void hold_back(const Operation& op, const std::string& why);
    std::string reason_of(const std::exception& error);  // notes whether the disk was full
    void end_group();

    Database& database_;
    const StateFolder& folder_;
    const Report& report_;
    const std::string serial_key_;
    std::vector<Operation> group_;     // carried out, but not yet durable and deleted
    std::set<std::string> touched_;    // by the group: files and folders
    std::set<std::string> held_back_;  // folders and paths of operations that failed
    std::int64_t done_ = 0;
    bool met_full_disk_ = false;
};

}  // namespace lectern::storage
