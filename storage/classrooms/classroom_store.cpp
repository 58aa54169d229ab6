#include "storage/classrooms/classroom_store.hpp"

#include "storage/classrooms/class_session_rows.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

// Undoes a transaction whose outcome was only asked for.
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
            tx.query(
                "INSERT INTO classrooms (" + classroom_columns + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                {classroom.id, classroom.name, classroom.timezone, classroom.meeting.link,
                 classroom.meeting.id, classroom.meeting.pass, to_value(classroom.created_at),
                 to_value(classroom.updated_at)});
            created.added = add_to_locked(tx, classroom.id, sessions, options, classroom.created_at);
            if (!stores(created.added, options)) throw OnlyAsked();
        });
    } catch (const OnlyAsked&) {
    }
    return created;
}

std::optional<Classroom> ClassroomStore::get(const std::string& id) {
    const auto row =
        first_row(database_.query("SELECT " + classroom_columns + " FROM classrooms WHERE id = $1", {id}));
    if (!row) return std::nullopt;
    return to_classroom(*row);
}

Page<Classroom> ClassroomStore::list(std::int64_t skip, std::int64_t limit) {
    Page<Classroom> page;
    database_.read([&](Transaction& tx) {
        page = {};
        page.total = tx.query("SELECT count(*) FROM classrooms", {}).front().integer(0);
        for (const Row& row : tx.query("SELECT " + classroom_columns +
                                           " FROM classrooms ORDER BY created_at, id LIMIT $1 OFFSET $2",
                                       {limit, skip}))
            page.items.push_back(to_classroom(row));
    });
    return page;
}

Result<AddedClassSessions> ClassroomStore::add_sessions(const std::string& classroom_id,
                                                        const NewClassSessions& sessions,
                                                        const AddOptions& options, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<AddedClassSessions> {
        if (!lock_classroom(tx, classroom_id)) return no_classroom();
        return add_to_locked(tx, classroom_id, sessions, options, now);
    });
}

Result<AddedClassSessions> ClassroomStore::add_session(const std::string& classroom_id,
                                                       const NewClassSessions& session,
                                                       const AddOptions& options, Timestamp now) {
    auto added = add_sessions(classroom_id, session, options, now);
    if (added && added->skipped > 0)
        return refusal(ErrorCode::conflict, "The classroom has a session at this time already.");
    return added;
}

std::optional<Page<ClassSession>> ClassroomStore::list_sessions(const std::string& classroom_id,
                                                                const ClassSessionQuery& query) {
    constexpr auto any_time = std::chrono::years(100'000);
    const Value from = to_value(query.from.value_or(Timestamp(-any_time)));
    const Value to = to_value(query.to.value_or(Timestamp(any_time)));
    const std::string wanted =
        " FROM class_sessions WHERE classroom_id = $1 AND end_time > $2 AND start_time < $3";
    std::optional<Page<ClassSession>> page;
    database_.read([&](Transaction& tx) {
        page.reset();
        if (tx.query("SELECT 1 FROM classrooms WHERE id = $1", {classroom_id}).empty()) return;
        page.emplace();
        page->total = tx.query("SELECT count(*)" + wanted, {classroom_id, from, to}).front().integer(0);
        const auto rows = tx.query(
            "SELECT " + class_session_columns + wanted + " ORDER BY start_time, end_time LIMIT $4 OFFSET $5",
            {classroom_id, from, to, query.limit, query.skip});
        page->items.reserve(rows.size());
        for (const Row& row : rows)
            page->items.push_back(to_class_session(row));
    });
    return page;
}

std::optional<ClassSession> ClassroomStore::get_session(const std::string& classroom_id,
                                                        const std::string& id) {
    const auto row = first_row(database_.query(
        "SELECT " + class_session_columns + " FROM class_sessions WHERE id = $1 AND classroom_id = $2",
        {id, classroom_id}));
    if (!row) return std::nullopt;
    return to_class_session(*row);
}

Result<> ClassroomStore::set_feed(const std::string& classroom_id, const std::string& hash, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_classroom(tx, classroom_id)) return no_classroom();
        tx.query(
            "INSERT INTO calendar_feeds (classroom_id, hash, created_at) VALUES ($1, $2, $3) "
            "ON CONFLICT (classroom_id) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at",
            {classroom_id, hash, to_value(now)});
        return {};
    });
}

Result<> ClassroomStore::remove_feed(const std::string& classroom_id) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_classroom(tx, classroom_id)) return no_classroom();
        tx.query("DELETE FROM calendar_feeds WHERE classroom_id = $1", {classroom_id});
        return {};
    });
}

std::optional<std::string> ClassroomStore::feed_hash(const std::string& classroom_id) {
    const auto row =
        first_row(database_.query("SELECT hash FROM calendar_feeds WHERE classroom_id = $1", {classroom_id}));
    if (!row) return std::nullopt;
    return row->text(0);
}

std::optional<std::pair<Classroom, std::vector<ClassSession>>> ClassroomStore::calendar(
    const std::string& classroom_id) {
    std::optional<std::pair<Classroom, std::vector<ClassSession>>> calendar;
    database_.read([&](Transaction& tx) {
        calendar.reset();
        const auto classroom = first_row(
            tx.query("SELECT " + classroom_columns + " FROM classrooms WHERE id = $1", {classroom_id}));
        if (!classroom) return;
        calendar.emplace(to_classroom(*classroom), std::vector<ClassSession>());
        for (const Row& row : tx.query("SELECT " + class_session_columns +
                                           " FROM class_sessions WHERE classroom_id = $1 "
                                           "ORDER BY start_time, end_time",
                                       {classroom_id}))
            calendar->second.push_back(to_class_session(row));
    });
    return calendar;
}

}  // namespace lectern::storage
