#pragma once

#include "storage/files/outbox.hpp"

#include <optional>

namespace lectern::storage {

// One walk through the pending operations of a strand. They are carried out in groups, so that a thousand
// moves cost a few fsyncs and one commit; a group ends before an operation that has to do with what an
// earlier one did, because after a crash each operation of a group is tried again and must find the world as
// it left it: a folder that is trashed once more must not hold what came into it afterwards.
class OutboxRun {
public:
    OutboxRun(Database& database, const StateFolder& folder, const Outbox::Report& report, std::string strand)
        : database_(database), folder_(folder), report_(report), strand_(std::move(strand)) {}

    std::int64_t carry_out();  // how many were done
    bool met_full_disk() const { return met_full_disk_; }

private:
    struct Op {
        std::int64_t id;
        std::string kind, path;
        std::optional<std::string> target;

        std::vector<std::string> to_sync() const;   // folders
        std::vector<std::string> concerns() const;  // what has to wait when it fails, and what it waits for
    };
    std::vector<Op> next_ops(std::int64_t after);
    void take(const Op& op);
    void execute(const Op& op);
    bool is_held_back(const Op& op) const;
    bool needs_the_group(const Op& op) const;
    bool is_touched(const std::string& path) const;  // itself, a folder around it or something in it
    void hold_back(const Op& op, const std::string& why);
    std::string reason_of(const std::exception& error);  // notes whether the disk was full
    void end_group();

    Database& database_;
    const StateFolder& folder_;
    const Outbox::Report& report_;
    const std::string strand_;
    std::vector<Op> group_;            // done, but neither durable nor forgotten
    std::set<std::string> touched_;    // by the group: files and folders
    std::set<std::string> held_back_;  // folders in which an operation failed
    std::int64_t done_ = 0;
    bool met_full_disk_ = false;
};

}  // namespace lectern::storage
