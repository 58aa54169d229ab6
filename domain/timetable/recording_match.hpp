#pragma once

#include "domain/timetable/class_session.hpp"
#include "domain/timetable/time_zone.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lectern {

// What Lectern knows about a recording when it has arrived.
struct RecordingFacts {
    // The time in the metadata of the file. Some recorders write the beginning there, others the end.
    std::optional<Timestamp> made_at;
    std::optional<double> duration;  // seconds
    std::vector<std::string> names;  // of the lecture, of its module and of its file
};

// A class session that the recording may show.
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
    std::vector<ScoredClassSession> ranked;  // the best one first; at most max_match_candidates
    bool clear = false;  // true: the recording shows the first one; false: a person has to choose
};

inline constexpr std::size_t max_match_candidates = 20;

// The period that a class session must touch to be a candidate in some time zone. nullopt if nothing tells
// when the recording was made.
std::optional<std::pair<Timestamp, Timestamp>> match_window(const RecordingFacts& facts);

// Ranks the candidates by two things: how near their start is to the time of the recording, and how alike the
// names are. A candidate that does not touch the window from 30 minutes before that time to 120 minutes after
// it is left out. If a name of the recording has a date without a time of day, the window is that day in the
// zone of the classroom.
RecordingMatch match_recording(const RecordingFacts& facts, const std::vector<MatchCandidate>& candidates);

}  // namespace lectern
