#pragma once

#include "domain/base/error.hpp"
#include "domain/lecture/lecture.hpp"
#include "domain/timetable/class_session.hpp"
#include "domain/timetable/recording_match.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// A class session that a recording shows, or may show.
struct ClassTie {
    std::string class_session_id;
    std::string classroom_id;
    Timestamp start{}, end{};
    double score = 0;  // 0..1; 1 when a person said so
};

// pending: the recording is not here yet. ambiguous: a person has to choose among the candidates.
enum class MatchStatus { pending, none, ambiguous, linked };

struct ClassTies {
    MatchStatus status = MatchStatus::pending;
    std::vector<ClassTie> ties;        // the oldest first
    std::vector<ClassTie> candidates;  // the best first
};

struct LectureWithTies {
    Lecture lecture;
    ClassTies ties;
};

// A class session in a window of time.
struct NearbyClassSession {
    ClassSession session;
    std::string classroom_name, timezone;
};

inline constexpr std::size_t max_nearby_class_sessions = 1000;

// Which class sessions recordings show. Every method is one transaction and blocks.
class ClassTieStore {
public:
    explicit ClassTieStore(Database& database) : database_(database) {}

    // That have a moment in [from, to) and are not cancelled; of one classroom or of all. At most
    // max_nearby_class_sessions.
    std::vector<NearbyClassSession> nearby(Timestamp from, Timestamp to,
                                           const std::optional<std::string>& classroom_id);

    // Both as they were at one moment; nullopt if there is no such lecture.
    std::optional<LectureWithTies> with_ties(std::int64_t lecture_id);

    // By a person, beside the ties that are there; open candidates are settled with it. not_found (with the
    // field "class_session_id" for a class session).
    Result<> tie(std::int64_t lecture_id, const std::vector<std::string>& class_session_ids, Timestamp now);

    // Also of a candidate: that it is not the one. not_found.
    Result<> untie(std::int64_t lecture_id, const std::string& class_session_id);

private:
    Database& database_;
};

}  // namespace lectern::storage
