#include "domain/timetable/recording_match.hpp"

#include "domain/timetable/name_words.hpp"
#include "domain/timetable/recorded_time.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern {
namespace {

using testing::ElementsAre;

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

TEST(RecordingMatchTest, TheOnlySessionAtThatTime) {
    const auto one = session("algebra", "2026-01-07T12:00", 120, "Algebra");
    for (const char* time : {"2026-01-07T11:45", "2026-01-07T12:00", "2026-01-07T12:40"})
        EXPECT_EQ(match(made(time), {one}), "algebra") << time;
    for (const char* time : {"2026-01-07T09:59", "2026-01-07T14:30", "2026-01-08T12:00"})
        EXPECT_EQ(match(made(time), {one}), "?") << time;
    EXPECT_EQ(match(made("2026-01-07T10:01"), {one}), "? algebra") << "far away: a person decides";
    EXPECT_EQ(match(made("2026-01-07T10:01", {"Algebra 1"}), {one}), "algebra");
}

TEST(RecordingMatchTest, TwoAtOnceAreToldApartByTheirNames) {
    const std::vector<MatchCandidate> both{session("algebra", "2026-01-07T12:00", 120, "Đại số A1"),
                                           session("physics", "2026-01-07T12:00", 120, "Vật lý A1")};
    EXPECT_EQ(match(made("2026-01-07T12:00"), both), "? algebra physics");
    EXPECT_EQ(match(made("2026-01-07T12:00", {"VAT LY, tuan 3"}), both), "physics");
    EXPECT_EQ(match(made("2026-01-07T12:00", {"Week 3", "đại số"}), both), "algebra") << "module counts too";
    EXPECT_EQ(match(made("2026-01-07T12:00", {"A1"}), both), "? algebra physics");
}

TEST(RecordingMatchTest, BackToBackInOneRoom) {
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

TEST(RecordingMatchTest, TheTopicCounts) {
    const std::vector<MatchCandidate> both{
        session("limits", "2026-01-07T12:00", 60, "Algebra", "UTC", "Limits"),
        session("series", "2026-01-07T12:00", 60, "Algebra", "UTC", "Series")};
    EXPECT_EQ(match(made("2026-01-07T12:00", {"Series, part two"}), both), "series");
    EXPECT_EQ(match(made("2026-01-07T12:00", {"Algebra"}), both), "? limits series");
}

TEST(RecordingMatchTest, NamesTellTheTimeOfTheRoom) {
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

TEST(RecordingMatchTest, ADateAloneIsADayInTheZone) {
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

TEST(RecordingMatchTest, AWindowForEveryZone) {
    EXPECT_FALSE(match_window({std::nullopt, 60.0, {"Algebra"}}));
    const auto exact = match_window(made("2026-01-07T12:00")).value();
    EXPECT_EQ(exact.first, at("2026-01-07T11:30"));
    EXPECT_EQ(exact.second, at("2026-01-07T14:00"));
    const auto any_zone = match_window({std::nullopt, std::nullopt, {"2026-01-07 12-00"}}).value();
    EXPECT_LE(any_zone.first, at("2026-01-06T22:00"));
    EXPECT_GE(any_zone.second, at("2026-01-08T01:00"));
}

TEST(RecordingMatchTest, KeepsTheBestTwenty) {
    std::vector<MatchCandidate> many(30, session("x", "2026-01-07T12:00", 60, "Algebra"));
    many.back().class_session_id = "best";
    many.back().topic = "Lecture";
    const auto found = match_recording(made("2026-01-07T12:00"), many);
    EXPECT_EQ(found.ranked.size(), max_match_candidates);
    EXPECT_EQ(found.ranked.front().class_session_id, "best");
    EXPECT_TRUE(found.clear);
    EXPECT_FALSE(match_recording(made("2026-01-07T12:00"), {}).clear);
}

std::string told(const char* name) {
    const auto time = time_in_name(name);
    if (!time) return "nothing";
    std::string text = to_rfc3339(Timestamp(time->day.time_since_epoch())).substr(0, 10);
    if (time->clock) text += to_rfc3339(Timestamp(*time->clock)).substr(10, 9);
    return text + (time->utc ? "Z" : "");
}

TEST(RecordedTimeTest, WhatRecordersWrite) {
    EXPECT_EQ(told("2026-01-07 12-00-15.mkv"), "2026-01-07T12:00:15");
    EXPECT_EQ(told("GMT20260107-120015_Recording_1920x1080.mp4"), "2026-01-07T12:00:15Z");
    EXPECT_EQ(told("VID_20260107_120015.mp4"), "2026-01-07T12:00:15");
    EXPECT_EQ(told("20260107120015.ts"), "2026-01-07T12:00:15");
    EXPECT_EQ(told("Algebra 2026-01-07T12:00Z"), "2026-01-07T12:00:00Z");
    EXPECT_EQ(told("Screen Recording 2026-01-07 at 12.00.15.mov"), "2026-01-07T12:00:15");
    EXPECT_EQ(told("Meeting-20260107_1200-Aufnahme.mp4"), "2026-01-07T12:00:00");
    EXPECT_EQ(told("Zoom 2026_01_07, 12h30"), "2026-01-07T12:30:00");
    EXPECT_EQ(told("Toán 2026.01.07"), "2026-01-07");
    EXPECT_EQ(told("2026-01-07 (1).mp4"), "2026-01-07");
    EXPECT_EQ(told("2026-01-07 99-00.mp4"), "2026-01-07");
}

TEST(RecordedTimeTest, WhatIsNoTime) {
    for (const char* name : {"", "Lecture 3", "2026", "20261301", "2026-02-30", "1999-01-01", "120260107",
                             "202601071", "123456789012345678"})
        EXPECT_EQ(told(name), "nothing") << name;
}

TEST(NameWordsTest, CaseAndAccentsDoNotMatter) {
    EXPECT_THAT(name_words("ĐẠI SỐ: Lớp 2_ÉCOLE 20260107-120015"),
                ElementsAre("2", "dai", "ecole", "lop", "so"));
    EXPECT_EQ(name_words("đại số"), name_words("Dai so"));
    EXPECT_THAT(name_words(""), ElementsAre());
    EXPECT_THAT(name_words("\xFF — …"), ElementsAre());
}

}  // namespace
}  // namespace lectern
