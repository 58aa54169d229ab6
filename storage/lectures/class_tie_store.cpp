#include "storage/lectures/class_tie_store.hpp"

#include "storage/classrooms/class_session_rows.hpp"
#include "storage/classrooms/class_tie_rows.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

constexpr std::size_t session_column_count = 15;

Error no_lecture() {
    return refusal(ErrorCode::not_found, "There is no such session.");
}

MatchStatus status_of(const ClassTies& ties, const Lecture& lecture) {
    if (!ties.ties.empty()) return MatchStatus::linked;
    if (!ties.candidates.empty()) return MatchStatus::ambiguous;
    return lecture.recording ? MatchStatus::none : MatchStatus::pending;
}

}  // namespace

std::vector<NearbyClassSession> ClassTieStore::nearby(Timestamp from, Timestamp to,
                                                      const std::optional<std::string>& classroom_id) {
    std::string sql =
        "SELECT s.id, s.classroom_id, s.start_time, s.end_time, s.topic, s.description, s.location, "
        "s.meeting_link, s.meeting_id, s.meeting_pass, s.seats, s.status, s.sequence, s.created_at, "
        "s.updated_at, c.name, c.timezone FROM class_sessions AS s "
        "JOIN classrooms AS c ON c.id = s.classroom_id "
        "WHERE s.end_time > $1 AND s.start_time < $2 AND s.status <> 'cancelled'";
    std::vector<Value> parameters{to_value(from), to_value(to), std::int64_t{max_nearby_class_sessions}};
    if (classroom_id) {
        sql += " AND s.classroom_id = $4";
        parameters.emplace_back(*classroom_id);
    }
    std::vector<NearbyClassSession> found;
    for (const Row& row : database_.query(sql + " ORDER BY s.start_time DESC, s.id LIMIT $3", parameters))
        found.push_back(
            {to_class_session(row), row.text(session_column_count), row.text(session_column_count + 1)});
    return found;
}

std::optional<LectureWithTies> ClassTieStore::with_ties(std::int64_t lecture_id) {
    std::optional<LectureWithTies> result;
    database_.read([&](Transaction& tx) {
        result.reset();
        const auto lecture =
            first_row(tx.query("SELECT " + lecture_columns + " FROM lectures WHERE id = $1", {lecture_id}));
        if (!lecture) return;
        result = LectureWithTies{to_lecture(*lecture), {}};
        ClassTies& ties = result->ties;
        for (const Row& row : tx.query(
                 "SELECT t.kind, t.score, s.id, s.classroom_id, s.start_time, s.end_time "
                 "FROM lecture_class_sessions AS t JOIN class_sessions AS s ON s.id = t.class_session_id "
                 "WHERE t.lecture_id = $1 ORDER BY t.created_at, t.score DESC, s.start_time, s.id",
                 {lecture_id})) {
            const ClassTie tie{row.text(2), row.text(3), to_timestamp(row.integer(4)),
                               to_timestamp(row.integer(5)), row.real(1)};
            (row.text(0) == "candidate" ? ties.candidates : ties.ties).push_back(tie);
        }
        ties.status = status_of(ties, result->lecture);
    });
    return result;
}

Result<> ClassTieStore::tie(std::int64_t lecture_id, const std::vector<std::string>& class_session_ids,
                            Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        const auto kept = keep_class_sessions(tx, class_session_ids);
        if (!lock_lecture(tx, lecture_id)) return no_lecture();
        return tie_lecture(tx, lecture_id, class_session_ids, kept, now);
    });
}

Result<> ClassTieStore::untie(std::int64_t lecture_id, const std::string& class_session_id) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_lecture(tx, lecture_id)) return no_lecture();
        const auto gone = tx.query(
            "DELETE FROM lecture_class_sessions WHERE lecture_id = $1 AND class_session_id = $2 "
            "RETURNING lecture_id",
            {lecture_id, class_session_id});
        if (gone.empty())
            return refusal(ErrorCode::not_found, "The session is not tied to this class session.");
        const std::vector<Value> if_first{lecture_id, class_session_id};
        renew_first_ties(tx, "id = $1 AND class_session_id = $2", if_first);
        return {};
    });
}

}  // namespace lectern::storage
