#pragma once

#include "domain/timetable/class_session.hpp"
#include "domain/timetable/time_zone.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lectern {

// What is known of a recording when it has arrived.
struct RecordingFacts {
    // When its file says that it was made. Recorders write there the beginning or the end.
    std::optional<Timestamp> made_at;
    std::optional<double> duration;  // seconds
    std::vector<std::string> names;  // of the lecture, its module, its file
};

// A class session that it may show.
struct MatchCandidate {
    std::string class_session_id;
    Timestamp start, end;
    std::string classroom_name, topic;
    TimeZone zone;  // of the classroom
};

struct ScoredClassSession {
    std::string class_session_id;
    double score = 0;  // 0..1
};

struct RecordingMatch {
    std::vector<ScoredClassSession> ranked;  // the best first; at most max_match_candidates
    bool clear = false;                      // the first one is it; else a person decides
};

inline constexpr std::size_t max_match_candidates = 20;

// The moments between which a class session must have one to be a candidate in any time zone; nullopt when
// nothing says when the recording was made.
std::optional<std::pair<Timestamp, Timestamp>> match_window(const RecordingFacts& facts);

// Class sessions that touch the window from 30 minutes before the recording's time to 120 minutes after it
// (the whole day where its name tells a date alone), ranked by how near they begin and how alike the names
// are.
RecordingMatch match_recording(const RecordingFacts& facts, const std::vector<MatchCandidate>& candidates);

}  // namespace lectern
