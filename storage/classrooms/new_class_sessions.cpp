#include "storage/classrooms/new_class_sessions.hpp"

#include "storage/classrooms/class_session_rows.hpp"
#include "storage/sql/bulk.hpp"

#include <algorithm>
#include <set>

namespace lectern::storage {
namespace {

const Statement insert_class_sessions{"class_session.insert",
                                      class_session_columns.insert_rows_into("class_sessions")};

struct Planned {
    std::vector<ClassSession> sessions;
    std::int64_t skipped = 0;
};

// The class sessions to create, without those that exist already.
Planned plan(const std::string& classroom_id, const NewClassSessions& wanted,
             const std::vector<ClassSession>& existing, Timestamp now) {
    std::set<std::pair<Timestamp, Timestamp>> taken;
    for (const ClassSession& session : existing)
        taken.emplace(session.start, session.end);
    Planned planned;
    planned.sessions.reserve(wanted.slots.size());
    for (std::size_t i = 0; i < wanted.slots.size(); ++i) {
        const Slot& slot = wanted.slots[i];
        if (!taken.emplace(slot.start, slot.end).second) {
            ++planned.skipped;
            continue;
        }
        planned.sessions.push_back(
            {wanted.ids.at(i), classroom_id, slot.start, slot.end, wanted.details, 0, now, now});
    }
    return planned;
}

// The class sessions differ only in class_session_slot_columns.
void insert(Transaction& tx, const std::vector<ClassSession>& sessions) {
    if (sessions.empty()) return;
    std::vector<std::vector<Value>> rows;
    rows.reserve(sessions.size());
    for (const ClassSession& session : sessions)
        rows.push_back(class_session_slot_columns.values(session));
    for_rows(tx, insert_class_sessions, rows, "", class_session_common_columns.values(sessions.front()));
}

}  // namespace

AddedClassSessions add_class_sessions(Transaction& tx, const std::string& classroom_id,
                                      const NewClassSessions& wanted, const AddOptions& options,
                                      Timestamp now) {
    if (wanted.slots.empty()) return {};
    Timestamp from = wanted.slots.front().start, to = wanted.slots.front().end;
    for (const Slot& slot : wanted.slots) {
        from = std::min(from, slot.start);
        to = std::max(to, slot.end);
    }
    const auto existing = sessions_between(tx, classroom_id, from, to);
    Planned planned = plan(classroom_id, wanted, existing, now);
    AddedClassSessions added;
    added.skipped = planned.skipped;
    if (options.reject_overlaps) {
        std::vector<Slot> slots;
        slots.reserve(planned.sessions.size());
        for (const ClassSession& session : planned.sessions)
            slots.push_back({session.start, session.end, 0});
        added.conflicts = conflicts_of(tx, {classroom_id, slots, wanted.details}, existing);
        if (added.conflicts.total > 0) return added;
    }
    if (!options.dry_run) insert(tx, planned.sessions);
    added.sessions = std::move(planned.sessions);
    return added;
}

}  // namespace lectern::storage
