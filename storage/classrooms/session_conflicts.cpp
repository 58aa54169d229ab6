#include "storage/classrooms/session_conflicts.hpp"

#include "domain/timetable/overlaps.hpp"
#include "storage/classrooms/class_session_rows.hpp"

#include <algorithm>
#include <utility>

namespace lectern::storage {
namespace {

// A class session that a wanted one must not overlap, and why.
struct Occupied {
    std::vector<ClassSession> sessions;
    std::vector<std::vector<ConflictKind>> kinds;  // of each class session

    void add(const ClassSession& session, std::vector<ConflictKind> why) {
        sessions.push_back(session);
        kinds.push_back(std::move(why));
    }
};

std::pair<Timestamp, Timestamp> whole_time(const std::vector<Slot>& slots) {
    auto [from, to] = std::pair(slots.front().start, slots.front().end);
    for (const Slot& slot : slots) {
        from = std::min(from, slot.start);
        to = std::max(to, slot.end);
    }
    return {from, to};
}

// What two class sessions of one classroom both occupy.
std::vector<ConflictKind> kinds_in_classroom(const Occupation& one, const Occupation& other) {
    auto kinds = one.shared_with(other);
    kinds.insert(kinds.begin(), ConflictKind::classroom);
    return kinds;
}

Occupied occupied_times(Transaction& tx, const WantedSessions& wanted,
                        const std::vector<ClassSession>& existing) {
    const Occupation own(wanted.details);
    Occupied occupied;
    for (const ClassSession& session : existing) {
        if (session.details.status == ClassSessionStatus::cancelled) continue;
        occupied.add(session, kinds_in_classroom(own, Occupation(session.details)));
    }
    if (!own.any()) return occupied;
    const auto [from, to] = whole_time(wanted.slots);
    for (const ClassSession& session : sessions_elsewhere(tx, wanted.classroom_id, from, to))
        if (auto kinds = own.shared_with(Occupation(session.details)); !kinds.empty())
            occupied.add(session, std::move(kinds));
    return occupied;
}

}  // namespace

SessionConflicts conflicts_of(Transaction& tx, const WantedSessions& wanted,
                              const std::vector<ClassSession>& existing) {
    SessionConflicts conflicts;
    if (wanted.details.status == ClassSessionStatus::cancelled || wanted.slots.empty()) return conflicts;
    const Occupied occupied = occupied_times(tx, wanted, existing);
    const Occupation own(wanted.details);
    const Overlaps overlaps = find_overlaps(wanted.slots, occupied.sessions, max_listed_conflicts);
    conflicts.total = overlaps.total;
    for (const Overlap& overlap : overlaps.found) {
        const Slot& slot = wanted.slots[overlap.wanted];
        if (overlap.with_wanted) {
            const Slot& other = wanted.slots[overlap.other];
            conflicts.listed.push_back({slot, std::nullopt, wanted.classroom_id, other.start, other.end,
                                        kinds_in_classroom(own, own)});
        } else {
            const ClassSession& other = occupied.sessions[overlap.other];
            conflicts.listed.push_back(
                {slot, other.id, other.classroom_id, other.start, other.end, occupied.kinds[overlap.other]});
        }
    }
    return conflicts;
}

}  // namespace lectern::storage
