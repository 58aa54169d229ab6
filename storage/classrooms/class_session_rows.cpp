#include "storage/classrooms/class_session_rows.hpp"

namespace lectern::storage {
namespace {

const Statement list_between{"class_session.list_between",
                             "SELECT " + class_session_columns.list() +
                                 " FROM class_sessions WHERE classroom_id = $1 AND end_time > $2 AND "
                                 "start_time < $3 ORDER BY start_time, end_time"};

const Statement lock_timetable{"timetable.lock", "SELECT id FROM timetable_lock WHERE id = 1 FOR UPDATE"};
const Statement list_elsewhere{
    "class_session.list_elsewhere",
    "SELECT " + class_session_columns.list() +
        " FROM class_sessions WHERE classroom_id <> $1 AND end_time > $2 AND start_time < $3 AND "
        "status <> 'cancelled' AND (location <> '' OR teacher <> '' OR meeting_link <> '' OR "
        "meeting_id <> '') ORDER BY start_time, end_time, id"};

}  // namespace

Error no_class_session() {
    return Error::not_found("There is no such class session.");
}

std::vector<ClassSession> sessions_between(Transaction& tx, const std::string& classroom_id, Timestamp from,
                                           Timestamp to) {
    return class_session_columns.read_all(
        tx.query(list_between, {classroom_id, to_value(from), to_value(to)}));
}

std::vector<ClassSession> sessions_elsewhere(Transaction& tx, const std::string& classroom_id, Timestamp from,
                                             Timestamp to) {
    tx.query(lock_timetable);
    return class_session_columns.read_all(
        tx.query(list_elsewhere, {classroom_id, to_value(from), to_value(to)}));
}

}  // namespace lectern::storage
