#include "storage/classrooms/class_session_store.hpp"

#include "storage/classrooms/class_session_rows.hpp"
#include "storage/classrooms/class_tie_rows.hpp"
#include "storage/classrooms/classroom_rows.hpp"
#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

const Statement find_classroom_id{"classroom.exists", "SELECT 1 FROM classrooms WHERE id = $1"};
const std::string of_page =
    " FROM class_sessions WHERE classroom_id = $1 AND end_time > $2 AND start_time < $3";
const Statement count_class_sessions{"class_session.count", "SELECT count(*) AS n" + of_page};
const Statement list_class_sessions{
    "class_session.list",
    "SELECT " + class_session_columns.list() + of_page + " ORDER BY start_time, end_time LIMIT $4 OFFSET $5"};
const Statement find_class_session{
    "class_session.find",
    "SELECT " + class_session_columns.list() + " FROM class_sessions WHERE id = $1 AND classroom_id = $2"};
const Statement update_class_session{
    "class_session.update",
    "UPDATE class_sessions SET " + class_session_columns.assignments() + " WHERE id = $1"};
const Statement delete_class_session{
    "class_session.delete", "DELETE FROM class_sessions WHERE id = $1 AND classroom_id = $2 RETURNING id"};

Error time_is_taken() {
    return Error::conflict("The classroom has a session at this time already.");
}

ClassSession changed(ClassSession session, const ClassSessionChange& change) {
    ClassSessionDetails& details = session.details;
    put_wanted(session.start, change.start);
    put_wanted(session.end, change.end);
    put_wanted(details.topic, change.topic);
    put_wanted(details.description, change.description);
    put_wanted(details.location, change.location);
    put_wanted(details.teacher, change.teacher);
    put_wanted(details.meeting.link, change.meeting_link);
    put_wanted(details.meeting.id, change.meeting_id);
    put_wanted(details.meeting.pass, change.meeting_pass);
    put_wanted(details.seats, change.seats);
    put_wanted(details.status, change.status);
    return session;
}

bool same(const ClassSession& a, const ClassSession& b) {
    return a.start == b.start && a.end == b.end && a.details == b.details;
}

// Reports the mistake at the field that the change has set.
Error wrong_time(const ClassSessionChange& change, const char* end_rule, const char* start_rule) {
    return change.end ? Error::invalid("end_time", end_rule) : Error::invalid("start_time", start_rule);
}

// Checks start and end together, because a change may set only one of them.
Result<> check_times(const ClassSession& session, const ClassSessionChange& change) {
    if (session.end <= session.start)
        return wrong_time(change, "must be after start_time", "must be before end_time");
    if (session.end - session.start > longest_class_session)
        return wrong_time(change, "must be at most 31 days after start_time",
                          "must be at most 31 days before end_time");
    return {};
}

}  // namespace

Result<AddedClassSessions> ClassSessionStore::add(const std::string& classroom_id,
                                                  const NewClassSessions& sessions, const AddOptions& options,
                                                  Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<AddedClassSessions> {
        if (!lock_classroom(tx, classroom_id)) return no_classroom();
        return add_class_sessions(tx, classroom_id, sessions, options, now);
    });
}

Result<AddedClassSessions> ClassSessionStore::add_one(const std::string& classroom_id,
                                                      const NewClassSessions& session,
                                                      const AddOptions& options, Timestamp now) {
    auto added = add(classroom_id, session, options, now);
    if (added && added->skipped > 0) return time_is_taken();
    return added;
}

std::optional<Page<ClassSession>> ClassSessionStore::list(const std::string& classroom_id,
                                                          const ClassSessionQuery& query) {
    constexpr auto any_time = std::chrono::years(100'000);
    const Value from = to_value(query.from.value_or(Timestamp(-any_time)));
    const Value to = to_value(query.to.value_or(Timestamp(any_time)));
    std::optional<Page<ClassSession>> page;
    database_.read([&](Transaction& tx) {
        page.reset();
        if (tx.query(find_classroom_id, {classroom_id}).empty()) return;
        page.emplace();
        page->total = tx.query(count_class_sessions, {classroom_id, from, to}).front().integer("n");
        page->items = class_session_columns.read_all(
            tx.query(list_class_sessions, {classroom_id, from, to, query.limit, query.skip}));
    });
    return page;
}

std::optional<ClassSession> ClassSessionStore::get(const std::string& classroom_id, const std::string& id) {
    return class_session_columns.read_first(database_.query(find_class_session, {id, classroom_id}));
}

Result<ChangedClassSession> ClassSessionStore::change(const std::string& classroom_id, const std::string& id,
                                                      const ClassSessionChange& change,
                                                      const AddOptions& options, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<ChangedClassSession> {
        if (!lock_classroom(tx, classroom_id)) return no_classroom();
        const auto before =
            class_session_columns.read_first(tx.query(find_class_session, {id, classroom_id}));
        if (!before) return no_class_session();
        ChangedClassSession result{changed(*before, change), {}};
        ClassSession& session = result.session;
        if (same(session, *before)) return result;
        if (const auto times = check_times(session, change); !times) return times.error();

        auto others = sessions_between(tx, classroom_id, session.start, session.end);
        std::erase_if(others, [&](const ClassSession& other) { return other.id == id; });
        for (const ClassSession& other : others)
            if (other.start == session.start && other.end == session.end) return time_is_taken();
        if (options.reject_overlaps) {
            const std::vector<Slot> slot{{session.start, session.end, 0}};
            result.conflicts = conflicts_of(tx, {classroom_id, slot, session.details}, others);
            if (result.conflicts.total > 0) return result;
        }
        ++session.sequence;
        session.updated_at = now;
        if (!options.dry_run) tx.query(update_class_session, class_session_columns.values(session));
        return result;
    });
}

Result<> ClassSessionStore::remove(const std::string& classroom_id, const std::string& id) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_classroom(tx, classroom_id)) return no_classroom();
        drop_ties(tx, "id = $1", id);
        if (tx.query(delete_class_session, {id, classroom_id}).empty()) return no_class_session();
        return {};
    });
}

}  // namespace lectern::storage
