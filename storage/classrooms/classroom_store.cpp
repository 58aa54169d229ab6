#include "storage/classrooms/classroom_store.hpp"

#include "storage/classrooms/class_session_rows.hpp"
#include "storage/classrooms/class_tie_rows.hpp"
#include "storage/classrooms/classroom_rows.hpp"
#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

constexpr Columns<Classroom> classroom_columns{
    column<&Classroom::id>("id"),
    column<&Classroom::name>("name"),
    column<&Classroom::timezone>("timezone"),
    column<&Classroom::meeting, &Meeting::link>("meeting_link"),
    column<&Classroom::meeting, &Meeting::id>("meeting_id"),
    column<&Classroom::meeting, &Meeting::pass>("meeting_pass"),
    column<&Classroom::created_at>("created_at"),
    column<&Classroom::updated_at>("updated_at"),
};

const Statement insert_classroom{"classroom.insert", classroom_columns.insert_into("classrooms")};
const Statement find_classroom{"classroom.find",
                               "SELECT " + classroom_columns.list() + " FROM classrooms WHERE id = $1"};
const Statement count_classrooms{"classroom.count", "SELECT count(*) AS n FROM classrooms"};
const Statement list_classrooms{
    "classroom.list",
    "SELECT " + classroom_columns.list() + " FROM classrooms ORDER BY created_at, id LIMIT $1 OFFSET $2"};
const Statement update_classroom{
    "classroom.update", "UPDATE classrooms SET " + classroom_columns.assignments() + " WHERE id = $1"};
const Statement delete_classroom{"classroom.delete", "DELETE FROM classrooms WHERE id = $1"};
const Statement put_feed{
    "calendar_feed.put",
    "INSERT INTO calendar_feeds (classroom_id, hash, created_at) VALUES ($1, $2, $3) "
    "ON CONFLICT (classroom_id) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at"};
const Statement delete_feed{"calendar_feed.delete", "DELETE FROM calendar_feeds WHERE classroom_id = $1"};
const Statement find_feed{"calendar_feed.find", "SELECT hash FROM calendar_feeds WHERE classroom_id = $1"};
const Statement sessions_of_classroom{"class_session.list_all",
                                      "SELECT " + class_session_columns.list() +
                                          " FROM class_sessions WHERE classroom_id = $1 "
                                          "ORDER BY start_time, end_time"};

const Statement renew_class_sessions{
    "class_session.renew_all",
    "UPDATE class_sessions SET sequence = sequence + 1, updated_at = $2 WHERE classroom_id = $1"};

// Thrown to roll back a transaction whose result must not be stored.
struct OnlyAsked {};

bool stores(const AddedClassSessions& added, const AddOptions& options) {
    return !options.dry_run && added.conflicts.total == 0;
}

}  // namespace

CreatedClassroom ClassroomStore::create(const Classroom& classroom, const NewClassSessions& sessions,
                                        const AddOptions& options) {
    CreatedClassroom created{classroom, {}};
    try {
        database_.write([&](Transaction& tx) {
            tx.touch(Topic::classroom, classroom.id);
            tx.query(insert_classroom, classroom_columns.values(classroom));
            created.added = add_class_sessions(tx, classroom.id, sessions, options, classroom.created_at);
            if (!stores(created.added, options)) throw OnlyAsked();
        });
    } catch (const OnlyAsked&) {
    }
    return created;
}

std::optional<Classroom> ClassroomStore::get(const std::string& id) {
    return classroom_columns.read_first(database_.query(find_classroom, {id}));
}

Page<Classroom> ClassroomStore::list(std::int64_t skip, std::int64_t limit) {
    Page<Classroom> page;
    database_.read([&](Transaction& tx) {
        page.total = tx.query(count_classrooms).front().integer("n");
        page.items = classroom_columns.read_all(tx.query(list_classrooms, {limit, skip}));
    });
    return page;
}

Result<Classroom> ClassroomStore::change(const std::string& id, const ClassroomChange& change,
                                         Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Classroom> {
        if (!lock_classroom(tx, id)) return no_classroom();
        Classroom classroom = classroom_columns.read(tx.query(find_classroom, {id}).front());
        // Calendars show the name of the class in each event.
        if (change.name && *change.name != classroom.name)
            tx.query(renew_class_sessions, {id, to_value(now)});
        put_wanted(classroom.name, change.name);
        put_wanted(classroom.timezone, change.timezone);
        put_wanted(classroom.meeting.link, change.meeting_link);
        put_wanted(classroom.meeting.id, change.meeting_id);
        put_wanted(classroom.meeting.pass, change.meeting_pass);
        classroom.updated_at = now;
        tx.query(update_classroom, classroom_columns.values(classroom));
        return classroom;
    });
}

Result<> ClassroomStore::remove(const std::string& id) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_classroom(tx, id)) return no_classroom();
        drop_ties(tx, "classroom_id = $1", id);
        tx.query(delete_classroom, {id});
        return {};
    });
}

Result<> ClassroomStore::set_feed(const std::string& classroom_id, const std::string& hash, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_classroom(tx, classroom_id)) return no_classroom();
        tx.query(put_feed, {classroom_id, hash, to_value(now)});
        return {};
    });
}

Result<> ClassroomStore::remove_feed(const std::string& classroom_id) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_classroom(tx, classroom_id)) return no_classroom();
        tx.query(delete_feed, {classroom_id});
        return {};
    });
}

std::optional<std::string> ClassroomStore::feed_hash(const std::string& classroom_id) {
    const auto row = first_row(database_.query(find_feed, {classroom_id}));
    if (!row) return std::nullopt;
    return row->text("hash");
}

std::optional<std::pair<Classroom, std::vector<ClassSession>>> ClassroomStore::calendar(
    const std::string& classroom_id) {
    std::optional<std::pair<Classroom, std::vector<ClassSession>>> calendar;
    database_.read([&](Transaction& tx) {
        calendar.reset();
        auto classroom = classroom_columns.read_first(tx.query(find_classroom, {classroom_id}));
        if (!classroom) return;
        calendar.emplace(*std::move(classroom),
                         class_session_columns.read_all(tx.query(sessions_of_classroom, {classroom_id})));
    });
    return calendar;
}

}  // namespace lectern::storage
