#include "domain/timetable/recorded_time.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

std::string told(const char* name) {
    const auto time = time_in_name(name);
    if (!time) return "nothing";
    std::string text = to_rfc3339(Timestamp(time->day.time_since_epoch())).substr(0, 10);
    if (time->clock) text += to_rfc3339(Timestamp(*time->clock)).substr(10, 9);
    return text + (time->utc ? "Z" : "");
}

TEST(RecordedTime, WhatRecordersWrite) {
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

TEST(RecordedTime, WhatIsNoTime) {
    for (const char* name : {"", "Lecture 3", "2026", "20261301", "2026-02-30", "1999-01-01", "120260107",
                             "202601071", "123456789012345678"})
        EXPECT_EQ(told(name), "nothing") << name;
}

}  // namespace
}  // namespace lectern
