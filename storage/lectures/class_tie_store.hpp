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
    double score = 0;  // 0..1; 1 if a person chose it
};

// pending: the recording has not arrived yet. ambiguous: a person has to choose among the candidates.
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

// Which class sessions the recordings of lectures show. Every method is one transaction and blocks.
class ClassTieStore {
public:
    explicit ClassTieStore(Database& database) : database_(database) {}

    // The class sessions that overlap [from, to) and are not cancelled, of one classroom or of all; the last
    // ones first, at most max_nearby_class_sessions.
    std::vector<NearbyClassSession> nearby(Timestamp from, Timestamp to,
                                           const std::optional<std::string>& classroom_id);

    // The lecture and its ties, read in one snapshot; nullopt if there is no such lecture.
    std::optional<LectureWithTies> with_ties(std::int64_t lecture_id);

    // Adds ties that a person has chosen. Existing ties stay, candidates are deleted. Error: not_found (with
    // the field "class_session_id" if it is a class session).
    Result<> tie(std::int64_t lecture_id, const std::vector<std::string>& class_session_ids, Timestamp now);

    // Deletes a tie or a candidate. Error: not_found.
    Result<> untie(std::int64_t lecture_id, const std::string& class_session_id);

private:
    Database& database_;
};

}  // namespace lectern::storage
