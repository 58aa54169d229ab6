#include "storage/classrooms/class_tie_rows.hpp"

#include "storage/classrooms/class_session_rows.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

#include <algorithm>
#include <chrono>

namespace lectern::storage {
namespace {

// Ties of one lecture have different times: these are their order.
Timestamp time_of_next_tie(Transaction& tx, std::int64_t lecture_id, Timestamp now) {
    const auto last =
        tx.query("SELECT max(created_at) FROM lecture_class_sessions WHERE lecture_id = $1", {lecture_id})
            .front()
            .optional_integer(0);
    return last ? std::max(now, to_timestamp(*last) + std::chrono::milliseconds(1)) : now;
}

void put_tie(Transaction& tx, std::int64_t lecture_id, const ScoredClassSession& tie, const char* kind,
             Timestamp now) {
    tx.query(
        "INSERT INTO lecture_class_sessions (lecture_id, class_session_id, kind, score, created_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (lecture_id, class_session_id) "
        "DO UPDATE SET kind = excluded.kind, score = excluded.score",
        {lecture_id, tie.class_session_id, std::string(kind), tie.score,
         to_value(time_of_next_tie(tx, lecture_id, now))});
}

void set_first_tie(Transaction& tx, std::int64_t lecture_id, const std::string& class_session_id) {
    tx.touch(Topic::lecture, lecture_id);
    tx.query("UPDATE lectures SET class_session_id = coalesce(class_session_id, $2) WHERE id = $1",
             {lecture_id, class_session_id});
}

}  // namespace

KeptClassSessions keep_class_sessions(Transaction& tx, const std::vector<std::string>& ids) {
    KeptClassSessions kept;
    for (const std::string& id : std::set<std::string>(ids.begin(), ids.end())) {
        const auto row =
            tx.query("SELECT id FROM class_sessions WHERE id = $1" + std::string(tx.for_key_share()), {id});
        if (!row.empty()) kept.insert(id);
    }
    return kept;
}

Result<> tie_lecture(Transaction& tx, std::int64_t lecture_id,
                     const std::vector<std::string>& class_session_ids, const KeptClassSessions& kept,
                     Timestamp now) {
    tx.query("DELETE FROM lecture_class_sessions WHERE lecture_id = $1 AND kind = 'candidate'", {lecture_id});
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
    const std::string ties = "FROM lecture_class_sessions WHERE lecture_id = $1 AND kind ";
    if (!tx.query("SELECT 1 " + ties + "<> 'candidate'", {lecture_id}).empty()) return;
    tx.query("DELETE " + ties + "= 'candidate'", {lecture_id});
    for (const ScoredClassSession& candidate : match.ranked) {
        if (!kept.contains(candidate.class_session_id)) continue;
        put_tie(tx, lecture_id, candidate, match.clear ? "match" : "candidate", now);
        if (!match.clear) continue;
        set_first_tie(tx, lecture_id, candidate.class_session_id);
        return;
    }
}

void renew_first_ties(Transaction& tx, const std::string& lectures, std::span<const Value> parameters) {
    const auto changed = tx.query(
        "UPDATE lectures SET class_session_id = (SELECT ties.class_session_id "
        "FROM lecture_class_sessions AS ties WHERE ties.lecture_id = lectures.id "
        "AND ties.kind <> 'candidate' ORDER BY ties.created_at, ties.class_session_id LIMIT 1) WHERE " +
            lectures + " RETURNING id",
        parameters);
    for (const Row& row : changed)
        tx.touch(Topic::lecture, row.integer(0));
}

void drop_ties(Transaction& tx, const std::string& class_sessions, const Value& parameter) {
    const std::string theirs =
        "class_session_id IN (SELECT id FROM class_sessions WHERE " + class_sessions + ")";
    const std::string in_order = " ORDER BY id" + std::string(tx.for_update());
    tx.query("SELECT id FROM class_sessions WHERE " + class_sessions + in_order, {parameter});
    // From here on nobody ties anything to them.
    tx.query("SELECT id FROM lectures WHERE id IN (SELECT lecture_id FROM lecture_class_sessions WHERE " +
                 theirs + ")" + in_order,
             {parameter});
    tx.query("DELETE FROM lecture_class_sessions WHERE " + theirs, {parameter});
    renew_first_ties(tx, theirs, {&parameter, 1});
}

}  // namespace lectern::storage
