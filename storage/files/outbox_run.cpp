#include "storage/files/outbox_run.hpp"

#include "domain/base/disk_full.hpp"
#include "storage/files/beneath.hpp"
#include "storage/sql/many.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <system_error>

namespace lectern::storage {
namespace {

constexpr std::int64_t group_size = 500;

bool is_within(const std::string& path, const std::string& folder) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

}  // namespace

std::vector<std::string> OutboxRun::Op::to_sync() const {
    if (kind == "trash") return {};  // durable by itself
    if (kind == "rmdir") return {parent_of(path)};
    if (kind == "link") return {parent_of(*target)};
    return {parent_of(path), parent_of(*target)};
}

std::vector<std::string> OutboxRun::Op::concerns() const {
    if (!target) return {path};
    // work/ is everybody's: its files have nothing to do with each other.
    const std::string from = parent_of(path);
    return {from == "work" ? path : from, parent_of(*target)};
}

std::vector<OutboxRun::Op> OutboxRun::next_ops(std::int64_t after) {
    std::vector<Op> ops;
    const auto rows = database_.query(
        "SELECT id, kind, path, target FROM file_ops WHERE strand = $1 AND id > $2 ORDER BY id LIMIT $3",
        {strand_, after, group_size});
    ops.reserve(rows.size());
    for (const Row& row : rows)
        ops.push_back({row.integer(0), row.text(1), row.text(2), row.optional_text(3)});
    return ops;
}

std::int64_t OutboxRun::carry_out() {
    std::int64_t last = 0;
    for (auto ops = next_ops(last); !ops.empty(); ops = next_ops(last)) {
        for (const Op& op : ops)
            take(op);
        end_group();
        last = ops.back().id;
    }
    return done_;
}

void OutboxRun::take(const Op& op) {
    if (is_held_back(op)) return hold_back(op, "waits for an earlier one");
    if (needs_the_group(op)) end_group();
    if (is_held_back(op)) return hold_back(op, "waits for an earlier one");
    try {
        execute(op);
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_such_file_or_directory) return hold_back(op, reason_of(error));
        // Somebody else took it away: waiting will not bring it back.
        if (report_) report_("gave up to " + op.kind + " " + op.path + ": it is gone");
    } catch (const std::exception& error) {
        return hold_back(op, reason_of(error));
    }
    group_.push_back(op);
    touched_.insert(op.path);
    if (op.target) touched_.insert(*op.target);
}

void OutboxRun::execute(const Op& op) {
    if (op.kind == "trash") return folder_.trash(op.path);
    if (op.kind == "rmdir") return folder_.remove_empty_folder(op.path);
    if (op.kind == "link") return folder_.link(op.path, op.target.value());
    return folder_.move(op.path, op.target.value());
}

bool OutboxRun::is_held_back(const Op& op) const {
    return std::ranges::any_of(held_back_, [&](const std::string& held) {
        const auto concerns = op.concerns();
        return std::ranges::find(concerns, held) != concerns.end() || is_within(held, op.path);
    });
}

bool OutboxRun::needs_the_group(const Op& op) const {
    return is_touched(op.path) || (op.target && is_touched(*op.target));
}

bool OutboxRun::is_touched(const std::string& path) const {
    for (std::string folder = path; !folder.empty(); folder = parent_of(folder))
        if (touched_.contains(folder)) return true;
    const auto beneath = touched_.lower_bound(path + "/");
    return beneath != touched_.end() && is_within(*beneath, path);
}

void OutboxRun::hold_back(const Op& op, const std::string& why) {
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
    for (const Op& op : group_)
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
    for (const Op& op : group_) {
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
    // A crash before this line repeats operations that do nothing then.
    database_.write(
        [&](Transaction& tx) { for_numbers(tx, "DELETE FROM file_ops WHERE id IN ", carried_out); });
    done_ += static_cast<std::int64_t>(carried_out.size());
}

}  // namespace lectern::storage
