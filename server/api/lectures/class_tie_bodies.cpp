#include "server/api/lectures/class_tie_bodies.hpp"

#include "domain/base/uuid.hpp"

#include <cmath>

namespace lectern::api {
namespace {

constexpr std::size_t most_ties_at_once = 100;
constexpr const char* uuid_rule = "must be a UUID";

std::string text_of(storage::MatchStatus status) {
    switch (status) {
        case storage::MatchStatus::pending:
            return "pending";
        case storage::MatchStatus::none:
            return "none";
        case storage::MatchStatus::ambiguous:
            return "ambiguous";
        case storage::MatchStatus::linked:
            break;
    }
    return "linked";
}

}  // namespace

ClassTieBody::ClassTieBody(const storage::ClassTie& tie)
    : class_session_id(tie.class_session_id),
      classroom_id(tie.classroom_id),
      start_time(tie.start),
      end_time(tie.end),
      score(std::round(tie.score * 1000) / 1000) {}

void ClassTieBody::describe(wire::Fields& f) {
    f.text("class_session_id", class_session_id);
    f.text("classroom_id", classroom_id);
    f.time("start_time", start_time);
    f.time("end_time", end_time);
    f.number("score", score, {.min = 0, .max = 1});
}

MatchBody::MatchBody(const storage::ClassTies& ties)
    : status(text_of(ties.status)),
      class_sessions(ties.ties.begin(), ties.ties.end()),
      candidates(ties.candidates.begin(), ties.candidates.end()) {}

void MatchBody::describe(wire::Fields& f) {
    f.text("status", status, {.one_of = {"pending", "none", "ambiguous", "linked"}});
    f.list("class_sessions", class_sessions);
    f.list("candidates", candidates);
}

LectureDetailBody::LectureDetailBody(const storage::LectureWithTies& found, const http::Caller& caller)
    : LectureBody(found.lecture),
      match(caller.client_id ? std::nullopt : std::optional(MatchBody(found.ties))) {}

void LectureDetailBody::describe(wire::Fields& f) {
    LectureBody::describe(f);
    if (match) f.object("match", *match);
}

void TieBody::describe(wire::Fields& f) {
    f.text("class_session_id", class_session_id, {.max = 100});
    f.texts("class_session_ids", class_session_ids, {.max = most_ties_at_once, .required = false},
            {.max = 100});
    f.rule("class_session_id", !class_session_id || parse_uuid(*class_session_id), uuid_rule);
    for (std::size_t i = 0; i < class_session_ids.size(); ++i)
        f.rule("class_session_ids." + std::to_string(i), parse_uuid(class_session_ids[i]).has_value(),
               uuid_rule);
    f.rule("class_session_id", class_session_id || !class_session_ids.empty(), "is required");
}

std::vector<std::string> TieBody::ids() const {
    std::vector<std::string> ids;
    if (class_session_id) ids.push_back(parse_uuid(*class_session_id).value());
    for (const std::string& id : class_session_ids)
        ids.push_back(parse_uuid(id).value());
    return ids;
}

}  // namespace lectern::api
