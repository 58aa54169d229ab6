#include "domain/timetable/recording_match.hpp"

#include "domain/timetable/name_words.hpp"
#include "domain/timetable/recorded_time.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace lectern {
namespace {

using namespace std::chrono;

constexpr minutes window_before{30}, window_after{120};
constexpr hours farthest_zone{15};   // more than the offset of any zone from UTC
constexpr double far_minutes = 150;  // a start that is farther away has nearness 0
constexpr double time_weight = 0.6, name_weight = 0.4;
constexpr double end_penalty = 0.1;  // a file tells the time of its end less often than that of its beginning
constexpr double date_alone = 0.5;   // nearness of a session on the right day, time of day unknown
constexpr double clear_lead = 0.15;  // of the first over the second, in score
constexpr double clear_nearness = 0.5;  // the least nearness of a session whose name has no word in common

std::vector<RecordedTime> times_in_names(const RecordingFacts& facts) {
    std::vector<RecordedTime> times;
    for (const std::string& name : facts.names)
        if (const auto time = time_in_name(name)) times.push_back(*time);
    return times;
}

Timestamp as_utc(WallTime wall) {
    return Timestamp(wall.time_since_epoch());
}

// 1 if both are the same moment, 0 from far_minutes on.
double nearness(Timestamp made, Timestamp start) {
    const double away = std::abs(duration<double, std::ratio<60>>(made - start).count());
    return std::max(0.0, 1 - away / far_minutes);
}

bool touches_window(const MatchCandidate& session, Timestamp made) {
    return session.end > made - window_before && session.start < made + window_after;
}

// How near the session is to a time in a name of the recording. nullopt if the session does not touch its
// window.
std::optional<double> nearness_to(const RecordedTime& time, const MatchCandidate& session) {
    if (!time.clock) {
        if (floor<days>(session.zone.to_wall(session.start)) != time.day) return std::nullopt;
        return date_alone;
    }
    const WallTime wall = time.day + *time.clock;
    const Timestamp made = time.utc ? as_utc(wall) : session.zone.to_utc(wall);
    if (!touches_window(session, made)) return std::nullopt;
    return nearness(made, session.start);
}

std::optional<double> nearness_to_file(const RecordingFacts& facts, const MatchCandidate& session) {
    if (!facts.made_at || !touches_window(session, *facts.made_at)) return std::nullopt;
    double best = nearness(*facts.made_at, session.start);
    if (facts.duration) {
        const auto length = duration_cast<milliseconds>(duration<double>(*facts.duration));
        best = std::max(best, nearness(*facts.made_at - length, session.start) - end_penalty);
    }
    return best;
}

// The share of the words of `name` that the names of the recording have too.
double share_told(const std::set<std::string>& told, const std::set<std::string>& name) {
    if (name.empty()) return 0;
    const auto known =
        std::count_if(name.begin(), name.end(), [&](const std::string& word) { return told.contains(word); });
    return static_cast<double>(known) / static_cast<double>(name.size());
}

double likeness(const std::set<std::string>& told, const MatchCandidate& session) {
    return std::max({share_told(told, name_words(session.classroom_name)),
                     share_told(told, name_words(session.topic)),
                     share_told(told, name_words(session.classroom_name + " " + session.topic))});
}

struct Scored {
    const MatchCandidate* session;
    double near, alike;

    double score() const { return time_weight * near + name_weight * alike; }
};

bool is_clear(const std::vector<Scored>& ranked) {
    if (ranked.empty()) return false;
    const Scored& best = ranked.front();
    if (best.alike == 0 && best.near < clear_nearness) return false;
    return ranked.size() == 1 || best.score() - ranked[1].score() >= clear_lead;
}

}  // namespace

std::optional<std::pair<Timestamp, Timestamp>> match_window(const RecordingFacts& facts) {
    std::optional<std::pair<Timestamp, Timestamp>> window;
    const auto widen = [&](Timestamp from, Timestamp to) {
        if (!window) window.emplace(from, to);
        window->first = std::min(window->first, from);
        window->second = std::max(window->second, to);
    };
    if (facts.made_at) widen(*facts.made_at - window_before, *facts.made_at + window_after);
    for (const RecordedTime& time : times_in_names(facts)) {
        const Timestamp begin = as_utc(time.day + time.clock.value_or(seconds(0)));
        const Timestamp end = time.clock ? begin : begin + days(1);
        const hours zone = time.utc ? hours(0) : farthest_zone;
        widen(begin - zone - window_before, end + zone + window_after);
    }
    return window;
}

RecordingMatch match_recording(const RecordingFacts& facts, const std::vector<MatchCandidate>& candidates) {
    const auto times = times_in_names(facts);
    std::set<std::string> told;
    for (const std::string& name : facts.names)
        told.merge(name_words(name));

    std::vector<Scored> ranked;
    for (const MatchCandidate& session : candidates) {
        std::optional<double> near = nearness_to_file(facts, session);
        for (const RecordedTime& time : times)
            near = std::max(near, nearness_to(time, session));
        if (near) ranked.push_back({&session, *near, likeness(told, session)});
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Scored& a, const Scored& b) { return a.score() > b.score(); });

    RecordingMatch match;
    match.clear = is_clear(ranked);
    if (ranked.size() > max_match_candidates) ranked.resize(max_match_candidates);
    for (const Scored& scored : ranked)
        match.ranked.push_back({scored.session->class_session_id, scored.score()});
    return match;
}

}  // namespace lectern
