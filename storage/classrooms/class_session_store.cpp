// The part of ClassroomStore that changes and removes what is there.
#include "storage/classrooms/class_session_rows.hpp"
#include "storage/classrooms/class_tie_rows.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

template<class Member>
void put(Member& member, const std::optional<Member>& wanted) {
    if (wanted) member = *wanted;
}

ClassSession changed(ClassSession session, const ClassSessionChange& change) {
    ClassSessionDetails& details = session.details;
    put(session.start, change.start);
    put(session.end, change.end);
    put(details.topic, change.topic);
    put(details.description, change.description);
    put(details.location, change.location);
    put(details.meeting.link, change.meeting_link);
    put(details.meeting.id, change.meeting_id);
    put(details.meeting.pass, change.meeting_pass);
    put(details.seats, change.seats);
    put(details.status, change.status);
    return session;
}

bool same(const ClassSession& a, const ClassSession& b) {
    return a.start == b.start && a.end == b.end && a.details == b.details;
}

Error wrong_time(const ClassSessionChange& change, const char* end_rule, const char* start_rule) {
    Error error = refusal(ErrorCode::invalid, "Some fields of the request are not valid.");
    if (change.end)
        error.fields.push_back({"end_time", end_rule});
    else
        error.fields.push_back({"start_time", start_rule});
    return error;
}

// Of the whole session, since a change may name one of its times alone.
Result<> check_times(const ClassSession& session, const ClassSessionChange& change) {
    if (session.end <= session.start)
        return wrong_time(change, "must be after start_time", "must be before end_time");
    if (session.end - session.start > longest_class_session)
        return wrong_time(change, "must be at most 31 days after start_time",
                          "must be at most 31 days before end_time");
    return {};
}

void update(Transaction& tx, const ClassSession& session) {
    const ClassSessionDetails& details = session.details;
    tx.query(
        "UPDATE class_sessions SET start_time = $2, end_time = $3, topic = $4, description = $5, "
        "location = $6, meeting_link = $7, meeting_id = $8, meeting_pass = $9, seats = $10, status = $11, "
        "sequence = $12, updated_at = $13 WHERE id = $1",
        {session.id, to_value(session.start), to_value(session.end), details.topic, details.description,
         details.location, details.meeting.link, details.meeting.id, details.meeting.pass, details.seats,
         std::string(to_text(details.status)), session.sequence, to_value(session.updated_at)});
}

}  // namespace

Result<Classroom> ClassroomStore::change(const std::string& id, const ClassroomChange& change,
                                         Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Classroom> {
        if (!lock_classroom(tx, id)) return no_classroom();
        Classroom classroom = to_classroom(
            tx.query("SELECT " + classroom_columns + " FROM classrooms WHERE id = $1", {id}).front());
        put(classroom.name, change.name);
        put(classroom.timezone, change.timezone);
        put(classroom.meeting.link, change.meeting_link);
        put(classroom.meeting.id, change.meeting_id);
        put(classroom.meeting.pass, change.meeting_pass);
        classroom.updated_at = now;
        tx.query(
            "UPDATE classrooms SET name = $2, timezone = $3, meeting_link = $4, meeting_id = $5, "
            "meeting_pass = $6, updated_at = $7 WHERE id = $1",
            {id, classroom.name, classroom.timezone, classroom.meeting.link, classroom.meeting.id,
             classroom.meeting.pass, to_value(now)});
        return classroom;
    });
}

Result<ChangedClassSession> ClassroomStore::change_session(const std::string& classroom_id,
                                                           const std::string& id,
                                                           const ClassSessionChange& change,
                                                           const AddOptions& options, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<ChangedClassSession> {
        if (!lock_classroom(tx, classroom_id)) return no_classroom();
        const auto row = first_row(tx.query(
            "SELECT " + class_session_columns + " FROM class_sessions WHERE id = $1 AND classroom_id = $2",
            {id, classroom_id}));
        if (!row) return no_class_session();
        const ClassSession before = to_class_session(*row);
        ChangedClassSession result{changed(before, change), {}};
        ClassSession& session = result.session;
        if (same(session, before)) return result;
        if (const auto times = check_times(session, change); !times) return times.error();

        auto others = sessions_between(tx, classroom_id, session.start, session.end);
        std::erase_if(others, [&](const ClassSession& other) { return other.id == id; });
        for (const ClassSession& other : others) {
            if (other.start == session.start && other.end == session.end)
                return refusal(ErrorCode::conflict, "The classroom has a session at this time already.");
        }
        if (options.reject_overlaps && session.details.status != ClassSessionStatus::cancelled) {
            result.conflicts = conflicts_of({{session.start, session.end, 0}}, others);
            if (result.conflicts.total > 0) return result;
        }
        ++session.sequence;
        session.updated_at = now;
        if (!options.dry_run) update(tx, session);
        return result;
    });
}

Result<> ClassroomStore::remove_session(const std::string& classroom_id, const std::string& id) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_classroom(tx, classroom_id)) return no_classroom();
        drop_ties(tx, "id = $1", id);
        const auto gone =
            tx.query("DELETE FROM class_sessions WHERE id = $1 AND classroom_id = $2 RETURNING id",
                     {id, classroom_id});
        if (gone.empty()) return no_class_session();
        return {};
    });
}

Result<> ClassroomStore::remove(const std::string& id) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_classroom(tx, id)) return no_classroom();
        drop_ties(tx, "classroom_id = $1", id);
        tx.query("DELETE FROM classrooms WHERE id = $1", {id});
        return {};
    });
}

}  // namespace lectern::storage
