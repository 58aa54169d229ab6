#include "storage/classrooms/class_tie_rows.hpp"

#include "storage/classrooms/class_session_rows.hpp"
#include "storage/sql/values.hpp"

#include <algorithm>
#include <chrono>

namespace lectern::storage {
namespace {

const Statement last_tie_time{
    "class_tie.last_time",
    "SELECT max(created_at) AS last FROM lecture_class_sessions WHERE lecture_id = $1"};
const Statement put_tie_row{
    "class_tie.put",
    "INSERT INTO lecture_class_sessions (lecture_id, class_session_id, kind, score, created_at) "
    "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (lecture_id, class_session_id) "
    "DO UPDATE SET kind = excluded.kind, score = excluded.score"};
const Statement put_first_tie{
    "class_tie.put_first",
    "UPDATE lectures SET class_session_id = coalesce(class_session_id, $2) WHERE id = $1"};
const Statement keep_class_session{"class_session.keep",
                                   "SELECT 1 FROM class_sessions WHERE id = $1 FOR KEY SHARE"};
const Statement delete_candidates{
    "class_tie.delete_candidates",
    "DELETE FROM lecture_class_sessions WHERE lecture_id = $1 AND kind = 'candidate'"};
const Statement has_ties{
    "class_tie.has_any",
    std::string("SELECT 1 FROM lecture_class_sessions WHERE lecture_id = $1 AND ") + is_tie};

// Each tie of a lecture has a different time, because ties are ordered by time.
Timestamp time_of_next_tie(Transaction& tx, std::int64_t lecture_id, Timestamp now) {
    const auto last = tx.query(last_tie_time, {lecture_id}).front().optional_integer("last");
    return last ? std::max(now, to_timestamp(*last) + std::chrono::milliseconds(1)) : now;
}

void put_tie(Transaction& tx, std::int64_t lecture_id, const ScoredClassSession& tie, const char* kind,
             Timestamp now) {
    tx.query(put_tie_row, {lecture_id, tie.class_session_id, std::string(kind), tie.score,
                           to_value(time_of_next_tie(tx, lecture_id, now))});
}

void set_first_tie(Transaction& tx, std::int64_t lecture_id, const std::string& class_session_id) {
    tx.touch(Topic::lecture, lecture_id);
    tx.query(put_first_tie, {lecture_id, class_session_id});
}

}  // namespace

KeptClassSessions keep_class_sessions(Transaction& tx, const std::vector<std::string>& ids) {
    KeptClassSessions kept;
    for (const std::string& id : std::set<std::string>(ids.begin(), ids.end()))
        if (!tx.query(keep_class_session, {id}).empty()) kept.insert(id);
    return kept;
}

Result<> tie_lecture(Transaction& tx, std::int64_t lecture_id,
                     const std::vector<std::string>& class_session_ids, const KeptClassSessions& kept,
                     Timestamp now) {
    tx.query(delete_candidates, {lecture_id});
    for (const std::string& id : class_session_ids) {
        if (!kept.contains(id)) {
            Error error = no_class_session();
            error.fields.push_back({"class_session_id", error.message});
            return error;
        }
        put_tie(tx, lecture_id, {id, 1}, "person", now);
        set_first_tie(tx, lecture_id, id);
    }
    return {};
}

void store_match(Transaction& tx, std::int64_t lecture_id, const RecordingMatch& match,
                 const KeptClassSessions& kept, Timestamp now) {
    if (!tx.query(has_ties, {lecture_id}).empty()) return;
    tx.query(delete_candidates, {lecture_id});
    for (const ScoredClassSession& candidate : match.ranked) {
        if (!kept.contains(candidate.class_session_id)) continue;
        put_tie(tx, lecture_id, candidate, match.clear ? "match" : "candidate", now);
        if (!match.clear) continue;
        set_first_tie(tx, lecture_id, candidate.class_session_id);
        return;
    }
}

void renew_first_ties(Transaction& tx, const std::string& lectures, std::span<const Value> parameters) {
    const Statement renew{"class_tie.renew_first",
                          "UPDATE lectures SET class_session_id = (SELECT ties.class_session_id "
                          "FROM lecture_class_sessions AS ties WHERE ties.lecture_id = lectures.id "
                          "AND " +
                              std::string(is_tie) +
                              " ORDER BY ties.created_at, ties.class_session_id LIMIT 1) WHERE " + lectures +
                              " RETURNING id"};
    for (const Row& row : tx.query(renew, parameters))
        tx.touch(Topic::lecture, row.integer("id"));
}

void drop_ties(Transaction& tx, const std::string& class_sessions, const Value& parameter) {
    const std::string theirs =
        "class_session_id IN (SELECT id FROM class_sessions WHERE " + class_sessions + ")";
    const Statement lock_class_sessions{
        "class_tie.lock_class_sessions",
        "SELECT id FROM class_sessions WHERE " + class_sessions + " ORDER BY id FOR UPDATE"};
    const Statement lock_lectures{
        "class_tie.lock_lectures",
        "SELECT id FROM lectures WHERE id IN (SELECT lecture_id FROM lecture_class_sessions WHERE " + theirs +
            ") ORDER BY id FOR UPDATE"};
    const Statement delete_ties{"class_tie.delete_all", "DELETE FROM lecture_class_sessions WHERE " + theirs};
    tx.query(lock_class_sessions, {parameter});
    // From here on no other transaction can tie a lecture to these class sessions.
    tx.query(lock_lectures, {parameter});
    tx.query(delete_ties, {parameter});
    renew_first_ties(tx, theirs, {&parameter, 1});
}

}  // namespace lectern::storage
