#include "domain/timetable/recording_match.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

Timestamp at(const std::string& text) {
    return parse_rfc3339(text + ":00Z").value();
}

MatchCandidate session(const char* id, const char* start, int minutes, const char* classroom,
                       const char* zone = "UTC", const char* topic = "") {
    const Timestamp begin = at(start);
    return {id, begin, begin + std::chrono::minutes(minutes), classroom, topic, TimeZone::find(zone).value()};
}

// "algebra" when it is clear, else "? algebra physics"
std::string match(const RecordingFacts& facts, const std::vector<MatchCandidate>& candidates) {
    const RecordingMatch found = match_recording(facts, candidates);
    std::string text = found.clear ? "" : "?";
    for (const ScoredClassSession& one : found.ranked) {
        if (!text.empty()) text += " ";
        text += one.class_session_id;
        if (found.clear) break;
    }
    return text;
}

RecordingFacts made(const char* time, std::vector<std::string> names = {"Lecture"}) {
    return {at(time), std::nullopt, std::move(names)};
}

TEST(RecordingMatch, TheOnlySessionAtThatTime) {
    const auto one = session("algebra", "2026-01-07T12:00", 120, "Algebra");
    for (const char* time : {"2026-01-07T11:45", "2026-01-07T12:00", "2026-01-07T12:40"})
        EXPECT_EQ(match(made(time), {one}), "algebra") << time;
    for (const char* time : {"2026-01-07T09:59", "2026-01-07T14:30", "2026-01-08T12:00"})
        EXPECT_EQ(match(made(time), {one}), "?") << time;
    EXPECT_EQ(match(made("2026-01-07T10:01"), {one}), "? algebra") << "far away: a person decides";
    EXPECT_EQ(match(made("2026-01-07T10:01", {"Algebra 1"}), {one}), "algebra");
}

TEST(RecordingMatch, TwoAtOnceAreToldApartByTheirNames) {
    const std::vector<MatchCandidate> both{session("algebra", "2026-01-07T12:00", 120, "Đại số A1"),
                                           session("physics", "2026-01-07T12:00", 120, "Vật lý A1")};
    EXPECT_EQ(match(made("2026-01-07T12:00"), both), "? algebra physics");
    EXPECT_EQ(match(made("2026-01-07T12:00", {"VAT LY, tuan 3"}), both), "physics");
    EXPECT_EQ(match(made("2026-01-07T12:00", {"Week 3", "đại số"}), both), "algebra") << "module counts too";
    EXPECT_EQ(match(made("2026-01-07T12:00", {"A1"}), both), "? algebra physics");
}

TEST(RecordingMatch, BackToBackInOneRoom) {
    const std::vector<MatchCandidate> both{session("first", "2026-01-07T10:00", 120, "Algebra"),
                                           session("second", "2026-01-07T12:00", 120, "Algebra")};
    EXPECT_EQ(match(made("2026-01-07T10:02"), both), "first");
    EXPECT_EQ(match(made("2026-01-07T12:02"), both), "second");
    RecordingFacts facts = made("2026-01-07T12:00");
    facts.duration = 7200;
    EXPECT_EQ(match(facts, both), "? second first") << "its beginning or its end?";
    facts.names.push_back("2026-01-07 12-00-00.mkv");
    facts.made_at.reset();
    EXPECT_EQ(match(facts, both), "second") << "names tell the beginning";
}

TEST(RecordingMatch, TheTopicCounts) {
    const std::vector<MatchCandidate> both{
        session("limits", "2026-01-07T12:00", 60, "Algebra", "UTC", "Limits"),
        session("series", "2026-01-07T12:00", 60, "Algebra", "UTC", "Series")};
    EXPECT_EQ(match(made("2026-01-07T12:00", {"Series, part two"}), both), "series");
    EXPECT_EQ(match(made("2026-01-07T12:00", {"Algebra"}), both), "? limits series");
}

TEST(RecordingMatch, NamesTellTheTimeOfTheRoom) {
    const std::vector<MatchCandidate> both{
        session("hanoi", "2026-01-07T05:00", 120, "Algebra", "Asia/Ho_Chi_Minh"),
        session("london", "2026-01-07T12:00", 120, "Algebra", "Europe/London")};
    RecordingFacts facts;
    facts.names = {"2026-01-07 12-00-15.mkv"};
    EXPECT_EQ(match(facts, both), "? hanoi london") << "noon in both";
    EXPECT_EQ(match(facts, {both[0]}), "hanoi");
    facts.names = {"GMT20260107-050015_Recording.mp4"};
    EXPECT_EQ(match(facts, both), "hanoi");
}

TEST(RecordingMatch, ADateAloneIsADayInTheZone) {
    RecordingFacts facts;
    facts.names = {"Algebra 2026-01-07"};
    EXPECT_EQ(match(facts, {session("evening", "2026-01-07T23:30", 60, "Algebra", "UTC"),
                            session("next day", "2026-01-08T00:30", 60, "Algebra", "UTC")}),
              "evening");
    EXPECT_EQ(match(facts, {session("morning", "2026-01-06T23:00", 60, "Algebra", "Asia/Ho_Chi_Minh")}),
              "morning");
    EXPECT_EQ(match(facts, {session("one", "2026-01-07T08:00", 60, "Algebra"),
                            session("two", "2026-01-07T14:00", 60, "Algebra")}),
              "? one two");
}

TEST(RecordingMatch, AWindowForEveryZone) {
    EXPECT_FALSE(match_window({std::nullopt, 60.0, {"Algebra"}}));
    const auto exact = match_window(made("2026-01-07T12:00")).value();
    EXPECT_EQ(exact.first, at("2026-01-07T11:30"));
    EXPECT_EQ(exact.second, at("2026-01-07T14:00"));
    const auto any_zone = match_window({std::nullopt, std::nullopt, {"2026-01-07 12-00"}}).value();
    EXPECT_LE(any_zone.first, at("2026-01-06T22:00"));
    EXPECT_GE(any_zone.second, at("2026-01-08T01:00"));
}

TEST(RecordingMatch, KeepsTheBestTwenty) {
    std::vector<MatchCandidate> many(30, session("x", "2026-01-07T12:00", 60, "Algebra"));
    many.back().class_session_id = "best";
    many.back().topic = "Lecture";
    const auto found = match_recording(made("2026-01-07T12:00"), many);
    EXPECT_EQ(found.ranked.size(), max_match_candidates);
    EXPECT_EQ(found.ranked.front().class_session_id, "best");
    EXPECT_TRUE(found.clear);
    EXPECT_FALSE(match_recording(made("2026-01-07T12:00"), {}).clear);
}

}  // namespace
}  // namespace lectern
