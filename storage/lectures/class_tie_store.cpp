#include "storage/lectures/class_tie_store.hpp"

#include "storage/classrooms/class_session_rows.hpp"
#include "storage/classrooms/class_tie_rows.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

// Of lecture_class_sessions.
constexpr Columns<ClassTie> tie_columns{
    column<&ClassTie::class_session_id>("class_session_id"),
    column<&ClassTie::score>("score"),
};
// Of class_sessions.
constexpr Columns<ClassTie> tied_session_columns{
    column<&ClassTie::classroom_id>("classroom_id"),
    column<&ClassTie::start>("start_time"),
    column<&ClassTie::end>("end_time"),
};
// Of classrooms.
constexpr Columns<NearbyClassSession> nearby_classroom_columns{
    column<&NearbyClassSession::classroom_name>("name"),
    column<&NearbyClassSession::timezone>("timezone"),
};

const Statement list_ties{
    "class_tie.list",
    "SELECT t.kind, " + tie_columns.list("t") + ", " + tied_session_columns.list("s") +
        " FROM lecture_class_sessions AS t JOIN class_sessions AS s ON s.id = t.class_session_id "
        "WHERE t.lecture_id = $1 ORDER BY t.created_at, t.score DESC, s.start_time, s.id"};
const Statement delete_tie{
    "class_tie.delete",
    "DELETE FROM lecture_class_sessions WHERE lecture_id = $1 AND class_session_id = $2 "
    "RETURNING lecture_id"};

MatchStatus status_of(const ClassTies& ties, const Lecture& lecture) {
    if (!ties.ties.empty()) return MatchStatus::linked;
    if (!ties.candidates.empty()) return MatchStatus::ambiguous;
    return lecture.recording ? MatchStatus::none : MatchStatus::pending;
}

}  // namespace

std::vector<NearbyClassSession> ClassTieStore::nearby(Timestamp from, Timestamp to,
                                                      const std::optional<std::string>& classroom_id) {
    Statement list{"class_session.list_nearby",
                   "SELECT " + class_session_columns.list("s") + ", " + nearby_classroom_columns.list("c") +
                       " FROM class_sessions AS s JOIN classrooms AS c ON c.id = s.classroom_id "
                       "WHERE s.end_time > $1 AND s.start_time < $2 AND s.status <> 'cancelled'"};
    std::vector<Value> parameters{to_value(from), to_value(to), std::int64_t{max_nearby_class_sessions}};
    if (classroom_id) {
        list.text += " AND s.classroom_id = $4";
        parameters.emplace_back(*classroom_id);
    }
    list.text += " ORDER BY s.start_time DESC, s.id LIMIT $3";
    const auto rows = database_.query(list, parameters);
    auto found = nearby_classroom_columns.read_all(rows, "c");
    for (std::size_t i = 0; i < rows.size(); ++i)
        found[i].session = class_session_columns.read(rows[i], "s");
    return found;
}

std::optional<LectureWithTies> ClassTieStore::with_ties(std::int64_t lecture_id) {
    std::optional<LectureWithTies> result;
    database_.read([&](Transaction& tx) {
        result.reset();
        auto lecture = lecture_columns.read_first(tx.query(lecture_by_id, {lecture_id}));
        if (!lecture) return;
        result = LectureWithTies{*std::move(lecture), {}};
        ClassTies& ties = result->ties;
        for (const Row& row : tx.query(list_ties, {lecture_id})) {
            ClassTie tie = tie_columns.read(row, "t");
            tied_session_columns.read_into(tie, row, "s");
            (row.text("kind") == "candidate" ? ties.candidates : ties.ties).push_back(std::move(tie));
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
        if (tx.query(delete_tie, {lecture_id, class_session_id}).empty())
            return Error::not_found("The session is not tied to this class session.");
        const std::vector<Value> if_first{lecture_id, class_session_id};
        renew_first_ties(tx, "id = $1 AND class_session_id = $2", if_first);
        return {};
    });
}

}  // namespace lectern::storage
