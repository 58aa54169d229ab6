#include "server/pipeline/class_match.hpp"

#include "storage/lectures/class_tie_store.hpp"

namespace lectern::pipeline {

RecordingMatch match_class_sessions(storage::ClassTieStore& class_ties, const RecordingFacts& facts,
                                    const std::optional<std::string>& classroom_id) {
    const auto window = match_window(facts);
    if (!window) return {};
    std::vector<MatchCandidate> candidates;
    for (const storage::NearbyClassSession& nearby :
         class_ties.nearby(window->first, window->second, classroom_id)) {
        const ClassSession& session = nearby.session;
        candidates.push_back({session.id, session.start, session.end, nearby.classroom_name,
                              session.details.topic,
                              TimeZone::find(nearby.timezone).value_or(TimeZone::utc())});
    }
    return match_recording(facts, candidates);
}

}  // namespace lectern::pipeline
