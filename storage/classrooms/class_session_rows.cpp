#include "storage/classrooms/class_session_rows.hpp"

#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

#include <algorithm>
#include <set>

namespace lectern::storage {
namespace {

constexpr std::size_t shared_parameters = 11;  // of the statement of insert_sql; then three for each row

std::string place(std::size_t number) {
    return "$" + std::to_string(number);
}

// One statement for many rows: only id, start and end differ between them.
std::string insert_sql(std::size_t rows) {
    std::string sql = "INSERT INTO class_sessions (" + class_session_columns + ") VALUES ";
    for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t own = shared_parameters + 1 + 3 * row;
        if (row > 0) sql += ", ";
        sql += "(" + place(own) + ", $1, " + place(own + 1) + ", " + place(own + 2) +
               ", $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11)";
    }
    return sql;
}

struct Planned {
    std::vector<ClassSession> sessions;
    std::int64_t skipped = 0;
};

// The sessions to make, without those that are there already.
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

void insert_sessions(Transaction& tx, const std::vector<ClassSession>& sessions) {
    // Few sizes, so that few statements are prepared; the largest stays below the drivers' most parameters.
    std::size_t rows = 512;
    for (std::size_t done = 0; done < sessions.size(); done += rows) {
        while (rows > sessions.size() - done)
            rows /= 8;
        const ClassSession& first = sessions[done];
        const ClassSessionDetails& details = first.details;
        std::vector<Value> values{first.classroom_id,
                                  details.topic,
                                  details.description,
                                  details.location,
                                  details.meeting.link,
                                  details.meeting.id,
                                  details.meeting.pass,
                                  details.seats,
                                  std::string(to_text(details.status)),
                                  to_value(first.created_at),
                                  to_value(first.updated_at)};
        values.reserve(shared_parameters + 3 * rows);
        for (std::size_t i = done; i < done + rows; ++i) {
            values.emplace_back(sessions[i].id);
            values.push_back(to_value(sessions[i].start));
            values.push_back(to_value(sessions[i].end));
        }
        tx.query(insert_sql(rows), values);
    }
}

}  // namespace

Classroom to_classroom(const Row& row) {
    Classroom classroom;
    classroom.id = row.text(0);
    classroom.name = row.text(1);
    classroom.timezone = row.text(2);
    classroom.meeting = {row.text(3), row.text(4), row.text(5)};
    classroom.created_at = to_timestamp(row.integer(6));
    classroom.updated_at = to_timestamp(row.integer(7));
    return classroom;
}

ClassSession to_class_session(const Row& row) {
    const auto status = parse_class_session_status(row.text(11));
    if (!status) throw std::runtime_error("class_sessions holds an unknown status: " + row.text(11));
    ClassSession session;
    session.id = row.text(0);
    session.classroom_id = row.text(1);
    session.start = to_timestamp(row.integer(2));
    session.end = to_timestamp(row.integer(3));
    session.details.topic = row.text(4);
    session.details.description = row.text(5);
    session.details.location = row.text(6);
    session.details.meeting = {row.text(7), row.text(8), row.text(9)};
    session.details.seats = row.integer(10);
    session.details.status = *status;
    session.sequence = row.integer(12);
    session.created_at = to_timestamp(row.integer(13));
    session.updated_at = to_timestamp(row.integer(14));
    return session;
}

Error no_classroom() {
    return refusal(ErrorCode::not_found, "Classroom not found");
}

Error no_class_session() {
    return refusal(ErrorCode::not_found, "There is no such class session.");
}

bool lock_classroom(Transaction& tx, const std::string& id) {
    tx.touch(Topic::classroom, id);
    return !tx.query("SELECT id FROM classrooms WHERE id = $1" + std::string(tx.for_update()), {id}).empty();
}

std::vector<ClassSession> sessions_between(Transaction& tx, const std::string& classroom_id, Timestamp from,
                                           Timestamp to) {
    const auto rows =
        tx.query("SELECT " + class_session_columns +
                     " FROM class_sessions WHERE classroom_id = $1 AND end_time > $2 AND start_time < $3 "
                     "ORDER BY start_time, end_time",
                 {classroom_id, to_value(from), to_value(to)});
    std::vector<ClassSession> sessions;
    sessions.reserve(rows.size());
    for (const Row& row : rows)
        sessions.push_back(to_class_session(row));
    return sessions;
}

SessionConflicts conflicts_of(const std::vector<Slot>& slots, const std::vector<ClassSession>& existing) {
    std::vector<ClassSession> counted;
    for (const ClassSession& session : existing)
        if (session.details.status != ClassSessionStatus::cancelled) counted.push_back(session);
    const Overlaps overlaps = find_overlaps(slots, counted, max_listed_conflicts);
    SessionConflicts conflicts;
    conflicts.total = overlaps.total;
    for (const Overlap& overlap : overlaps.found) {
        const Slot& wanted = slots[overlap.wanted];
        if (overlap.with_wanted) {
            conflicts.listed.push_back(
                {wanted, std::nullopt, slots[overlap.other].start, slots[overlap.other].end});
        } else {
            const ClassSession& other = counted[overlap.other];
            conflicts.listed.push_back({wanted, other.id, other.start, other.end});
        }
    }
    return conflicts;
}

AddedClassSessions add_to_locked(Transaction& tx, const std::string& classroom_id,
                                 const NewClassSessions& wanted, const AddOptions& options, Timestamp now) {
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
        added.conflicts = conflicts_of(slots, existing);
        if (added.conflicts.total > 0) return added;
    }
    if (!options.dry_run) insert_sessions(tx, planned.sessions);
    added.sessions = std::move(planned.sessions);
    return added;
}

}  // namespace lectern::storage
