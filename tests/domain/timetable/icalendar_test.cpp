#include "domain/timetable/icalendar.hpp"

#include "domain/base/characters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern {
namespace {

using testing::HasSubstr;
using testing::Not;

Timestamp moment(const char* text) {
    return parse_rfc3339(text).value();
}

Classroom classroom() {
    Classroom room;
    room.name = "Toán A1";
    room.timezone = "Asia/Ho_Chi_Minh";
    return room;
}

ClassSession session() {
    ClassSession one;
    one.id = "0b5f0d9e-7a3c-4a41-9d7e-1d7d2f9a0001";
    one.start = moment("2026-01-07T12:00:00Z");
    one.end = moment("2026-01-07T14:00:00Z");
    one.created_at = moment("2026-01-01T00:00:00.123Z");
    one.updated_at = moment("2026-01-02T03:04:05.678Z");
    return one;
}

TEST(ICalendar, AnEvent) {
    ClassSession one = session();
    one.details.meeting = {"https://zoom.us/j/123,456", "123 456", "pass;word"};
    one.details.topic = "Limits, series; and more\\less";
    one.details.description = "First line\nsecond line";
    one.details.location = "Room 5";
    one.sequence = 3;
    EXPECT_EQ(to_icalendar(classroom(), {one}),
              "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Lectern//Timetable//EN\r\nCALSCALE:GREGORIAN\r\n"
              "NAME:Toán A1\r\nX-WR-CALNAME:Toán A1\r\nX-WR-TIMEZONE:Asia/Ho_Chi_Minh\r\n"
              "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n"
              "BEGIN:VEVENT\r\nUID:0b5f0d9e-7a3c-4a41-9d7e-1d7d2f9a0001@lectern\r\n"
              "DTSTAMP:20260102T030405Z\r\nCREATED:20260101T000000Z\r\nLAST-MODIFIED:20260102T030405Z\r\n"
              "SEQUENCE:3\r\nDTSTART:20260107T120000Z\r\nDTEND:20260107T140000Z\r\n"
              "SUMMARY:Toán A1: Limits\\, series\\; and more\\\\less\r\n"
              "DESCRIPTION:First line\\nsecond line\\nhttps://zoom.us/j/123\\,456\\nMeeting ID\r\n"
              " : 123 456\\nPasscode: pass\\;word\r\n"
              "LOCATION:Room 5\r\nURL:https://zoom.us/j/123,456\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n"
              "END:VCALENDAR\r\n");
}

TEST(ICalendar, WhatIsNotKnownIsLeftOut) {
    const std::string text = to_icalendar(classroom(), {session()});
    EXPECT_THAT(text, HasSubstr("SUMMARY:Toán A1\r\n"));
    for (const char* absent : {"DESCRIPTION", "LOCATION", "URL"})
        EXPECT_THAT(text, Not(HasSubstr(absent)));
}

TEST(ICalendar, CancelledSessionsStayAsCancelled) {
    ClassSession one = session();
    one.details.status = ClassSessionStatus::cancelled;
    EXPECT_THAT(to_icalendar(classroom(), {one}), HasSubstr("STATUS:CANCELLED\r\n"));
    one.details.status = ClassSessionStatus::done;
    EXPECT_THAT(to_icalendar(classroom(), {one}), HasSubstr("STATUS:CONFIRMED\r\n"));
}

TEST(ICalendar, LongLinesAreFoldedBetweenCharacters) {
    ClassSession one = session();
    for (int i = 0; i < 60; ++i)
        one.details.description += i % 2 ? "Điện toán đám mây 🎓 " : "x";
    const std::string text = to_icalendar(classroom(), {one});
    std::string unfolded;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find("\r\n", at);
        ASSERT_NE(end, std::string::npos);
        const std::string line = text.substr(at, end - at);
        EXPECT_LE(line.size(), 75);
        EXPECT_TRUE(is_utf8(line)) << line;
        if (line.starts_with(' '))
            unfolded += line.substr(1);
        else
            unfolded += "\n" + line;
        at = end + 2;
    }
    EXPECT_THAT(unfolded, HasSubstr("DESCRIPTION:" + one.details.description));
}

TEST(ICalendar, TextCannotBreakOut) {
    ClassSession one = session();
    one.details.topic = "a\r\nEND:VEVENT\r\nb\x01\x7F";
    EXPECT_THAT(to_icalendar(classroom(), {one}), HasSubstr("SUMMARY:Toán A1: a\\nEND:VEVENT\\nb\r\n"));
}

}  // namespace
}  // namespace lectern
