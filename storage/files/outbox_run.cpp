#include "storage/files/outbox_run.hpp"

#include "domain/base/disk_full.hpp"
#include "storage/files/file_moves.hpp"
#include "storage/files/guarded_path.hpp"
#include "storage/sql/bulk.hpp"
#include "storage/sql/columns.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <system_error>

namespace lectern::storage {
namespace {

constexpr std::int64_t group_size = 500;

constexpr Columns<OutboxRun::Operation> operation_columns{
    column<&OutboxRun::Operation::id>("id"),
    column<&OutboxRun::Operation::kind>("kind"),
    column<&OutboxRun::Operation::path>("path"),
    column<&OutboxRun::Operation::target>("target"),
};

const Statement next_operations{"outbox.next",
                                "SELECT " + operation_columns.list() +
                                    " FROM file_ops WHERE serial_key = $1 AND id > $2 ORDER BY id LIMIT $3"};
const Statement delete_operations{"outbox.delete", "DELETE FROM file_ops WHERE id IN "};

bool is_within(const std::string& path, const std::string& folder) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

}  // namespace

std::vector<std::string> OutboxRun::Operation::to_sync() const {
    if (kind == "trash") return {};  // durable by itself
    if (kind == "rmdir") return {parent_of(path)};
    if (kind == "link") return {parent_of(*target)};
    return {parent_of(path), parent_of(*target)};
}

std::vector<std::string> OutboxRun::Operation::concerns() const {
    if (!target) return {path};
    // All jobs share work/, so its files do not depend on each other.
    const std::string from = parent_of(path);
    return {from == "work" ? path : from, parent_of(*target)};
}

std::vector<OutboxRun::Operation> OutboxRun::next_ops(std::int64_t after) {
    return operation_columns.read_all(database_.query(next_operations, {serial_key_, after, group_size}));
}

std::int64_t OutboxRun::carry_out() {
    std::int64_t last = 0;
    for (auto ops = next_ops(last); !ops.empty(); ops = next_ops(last)) {
        for (const Operation& op : ops)
            take(op);
        end_group();
        last = ops.back().id;
    }
    return done_;
}

void OutboxRun::take(const Operation& op) {
    if (is_held_back(op)) return hold_back(op, "waits for an earlier one");
    if (needs_the_group(op)) end_group();
    if (is_held_back(op)) return hold_back(op, "waits for an earlier one");
    try {
        execute(op);
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_such_file_or_directory) return hold_back(op, reason_of(error));
        // The file does not exist any more, so the operation can never succeed.
        if (report_) report_("gave up to " + op.kind + " " + op.path + ": the file does not exist");
    } catch (const std::exception& error) {
        return hold_back(op, reason_of(error));
    }
    group_.push_back(op);
    touched_.insert(op.path);
    if (op.target) touched_.insert(*op.target);
}

void OutboxRun::execute(const Operation& op) {
    if (op.kind == "trash") return folder_.trash(op.path);
    if (op.kind == "rmdir") return remove_empty_folder(folder_, op.path);
    if (op.kind == "link") return link_file(folder_, op.path, op.target.value());
    return move_file(folder_, op.path, op.target.value());
}

bool OutboxRun::is_held_back(const Operation& op) const {
    return std::ranges::any_of(held_back_, [&](const std::string& held) {
        const auto concerns = op.concerns();
        return std::ranges::find(concerns, held) != concerns.end() || is_within(held, op.path);
    });
}

bool OutboxRun::needs_the_group(const Operation& op) const {
    return is_touched(op.path) || (op.target && is_touched(*op.target));
}

bool OutboxRun::is_touched(const std::string& path) const {
    for (std::string folder = path; !folder.empty(); folder = parent_of(folder))
        if (touched_.contains(folder)) return true;
    const auto beneath = touched_.lower_bound(path + "/");
    return beneath != touched_.end() && is_within(*beneath, path);
}

void OutboxRun::hold_back(const Operation& op, const std::string& why) {
    if (report_) report_("cannot " + op.kind + " " + op.path + ": " + why);
    for (std::string& concern : op.concerns())
        held_back_.insert(std::move(concern));
}

std::string OutboxRun::reason_of(const std::exception& error) {
    const auto* call = dynamic_cast<const std::system_error*>(&error);
    if (dynamic_cast<const StorageFull*>(&error) || (call && means_disk_full(call->code())))
        met_full_disk_ = true;
    return error.what();
}

void OutboxRun::end_group() {
    std::set<std::string> folders;
    for (const Operation& op : group_)
        for (std::string& folder : op.to_sync())
            folders.insert(std::move(folder));
    std::map<std::string, std::string> failed;
    for (const std::string& folder : folders) {
        try {
            folder_.sync_folder(folder);
        } catch (const std::exception& error) {
            failed.emplace(folder, reason_of(error));
        }
    }
    std::vector<std::int64_t> carried_out;
    for (const Operation& op : group_) {
        const auto of_op = op.to_sync();
        const auto unsure =
            std::ranges::find_if(of_op, [&](const std::string& folder) { return failed.contains(folder); });
        if (unsure == of_op.end())
            carried_out.push_back(op.id);
        else
            hold_back(op, failed.at(*unsure));
    }
    group_.clear();
    touched_.clear();
    if (carried_out.empty()) return;
    // After a crash before this line the operations are repeated, which changes nothing.
    database_.write([&](Transaction& tx) { for_numbers(tx, delete_operations, carried_out); });
    done_ += static_cast<std::int64_t>(carried_out.size());
}

}  // namespace lectern::storage
