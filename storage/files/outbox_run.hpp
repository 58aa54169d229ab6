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

// One walk through the pending operations with one serial key. They are carried out in groups, so that a
// thousand moves cost a few fsyncs and one commit. A group ends before an operation that touches a path of an
// earlier one: after a crash each operation of a group is done again and must find the files as it left them.
// A folder that is trashed once more, for example, must not hold what came into it afterwards.
class OutboxRun {
public:
    // Gets a line for the log for each operation that fails.
    using Report = std::function<void(const std::string& line)>;

    struct Operation {
        std::int64_t id;
        std::string kind, path;
        std::optional<std::string> target;

        std::vector<std::string> to_sync() const;   // folders
        std::vector<std::string> concerns() const;  // what has to wait when it fails, and what it waits for
    };

    OutboxRun(Database& database, const StateFolder& folder, const Report& report, std::string serial_key)
        : database_(database), folder_(folder), report_(report), serial_key_(std::move(serial_key)) {}

    std::int64_t carry_out();  // how many were done
    bool met_full_disk() const { return met_full_disk_; }

private:
    std::vector<Operation> next_ops(std::int64_t after);
    void take(const Operation& op);
    void execute(const Operation& op);
    bool is_held_back(const Operation& op) const;
    bool needs_the_group(const Operation& op) const;
    bool is_touched(const std::string& path) const;  // itself, a folder around it or something in it
    void hold_back(const Operation& op, const std::string& why);
    std::string reason_of(const std::exception& error);  // notes whether the disk was full
    void end_group();

    Database& database_;
    const StateFolder& folder_;
    const Report& report_;
    const std::string serial_key_;
    std::vector<Operation> group_;     // done, but neither durable nor deleted
    std::set<std::string> touched_;    // by the group: files and folders
    std::set<std::string> held_back_;  // folders in which an operation failed
    std::int64_t done_ = 0;
    bool met_full_disk_ = false;
};

}  // namespace lectern::storage
