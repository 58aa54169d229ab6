#include "domain/timetable/time_zone.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

WallTime wall(std::string text) {
    return WallTime(parse_rfc3339(text.insert(10, "T") + ":00Z").value().time_since_epoch());
}

struct Case {
    const char* zone;
    const char* wall;  // "2026-01-0712:00"
    const char* utc;
};

class WallClock : public testing::TestWithParam<Case> {};

TEST_P(WallClock, IsRightInUtc) {
    const auto& [name, local, utc] = GetParam();
    const auto zone = TimeZone::find(name);
    ASSERT_TRUE(zone) << name;
    EXPECT_EQ(to_rfc3339(zone->to_utc(wall(local))), std::string(utc) + ":00.000Z") << name << " " << local;
}

INSTANTIATE_TEST_SUITE_P(PlainDays, WallClock,
                         testing::Values(Case{"UTC", "2026-01-0712:00", "2026-01-07T12:00"},
                                         Case{"Asia/Ho_Chi_Minh", "2026-01-0718:00", "2026-01-07T11:00"},
                                         Case{"Asia/Saigon", "2026-01-0718:00", "2026-01-07T11:00"},
                                         Case{"Asia/Kathmandu", "2026-01-0718:00", "2026-01-07T12:15"},
                                         Case{"America/New_York", "2026-01-0718:00", "2026-01-07T23:00"},
                                         Case{"America/New_York", "2026-07-0818:00", "2026-07-08T22:00"},
                                         Case{"Australia/Sydney", "2026-01-0718:00", "2026-01-07T07:00"},
                                         Case{"Australia/Sydney", "2026-07-0818:00", "2026-07-08T08:00"}));

INSTANTIATE_TEST_SUITE_P(BothSidesOfTheDateLine, WallClock,
                         testing::Values(Case{"Pacific/Kiritimati", "2026-01-0108:00", "2025-12-31T18:00"},
                                         Case{"Pacific/Auckland", "2026-01-0108:00", "2025-12-31T19:00"},
                                         Case{"Pacific/Pago_Pago", "2025-12-3120:00", "2026-01-01T07:00"},
                                         Case{"Pacific/Honolulu", "2025-12-3120:00", "2026-01-01T06:00"}));

// New York: clocks skip 2026-03-08 02:00-03:00 and repeat 2026-11-01 01:00-02:00.
INSTANTIATE_TEST_SUITE_P(ClocksChange, WallClock,
                         testing::Values(Case{"America/New_York", "2026-03-0801:59", "2026-03-08T06:59"},
                                         Case{"America/New_York", "2026-03-0802:00", "2026-03-08T07:00"},
                                         Case{"America/New_York", "2026-03-0802:30", "2026-03-08T07:30"},
                                         Case{"America/New_York", "2026-03-0803:00", "2026-03-08T07:00"},
                                         Case{"America/New_York", "2026-11-0100:59", "2026-11-01T04:59"},
                                         Case{"America/New_York", "2026-11-0101:30", "2026-11-01T05:30"},
                                         Case{"America/New_York", "2026-11-0102:00", "2026-11-01T07:00"},
                                         Case{"Europe/Dublin", "2026-03-2901:30", "2026-03-29T01:30"},
                                         Case{"Europe/Dublin", "2026-10-2501:30", "2026-10-25T00:30"},
                                         Case{"Australia/Lord_Howe", "2026-10-0402:15", "2026-10-03T15:45"},
                                         Case{"Australia/Lord_Howe", "2026-04-0501:45", "2026-04-04T14:45"},
                                         Case{"America/Santiago", "2026-04-0423:30", "2026-04-05T02:30"}));

// tzdata lists changes one by one up to 2037 and says the rest by a rule.
INSTANTIATE_TEST_SUITE_P(YearsToCome, WallClock,
                         testing::Values(Case{"America/New_York", "2037-07-0118:00", "2037-07-01T22:00"},
                                         Case{"America/New_York", "2040-07-0218:00", "2040-07-02T22:00"},
                                         Case{"America/New_York", "2040-03-1101:59", "2040-03-11T06:59"},
                                         Case{"America/New_York", "2040-03-1102:30", "2040-03-11T07:30"},
                                         Case{"America/New_York", "2040-03-1103:00", "2040-03-11T07:00"},
                                         Case{"America/New_York", "2040-11-0401:30", "2040-11-04T05:30"},
                                         Case{"America/New_York", "2040-11-0402:00", "2040-11-04T07:00"},
                                         Case{"Europe/Berlin", "2199-07-0112:00", "2199-07-01T10:00"},
                                         Case{"Europe/Berlin", "2199-12-3112:00", "2199-12-31T11:00"},
                                         Case{"Europe/Dublin", "2050-07-0112:00", "2050-07-01T11:00"},
                                         Case{"Europe/Dublin", "2050-01-0112:00", "2050-01-01T12:00"},
                                         Case{"Europe/Dublin", "2050-03-2701:30", "2050-03-27T01:30"},
                                         Case{"America/Nuuk", "2050-07-0112:00", "2050-07-01T13:00"},
                                         Case{"America/Nuuk", "2050-01-0112:00", "2050-01-01T14:00"},
                                         Case{"Pacific/Auckland", "2100-01-0112:00", "2099-12-31T23:00"},
                                         Case{"Pacific/Auckland", "2100-06-0112:00", "2100-06-01T00:00"},
                                         Case{"Asia/Ho_Chi_Minh", "2150-07-0112:00", "2150-07-01T05:00"}));

TEST(TimeZone, GoesBackToTheWall) {
    for (const char* name : {"UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland"}) {
        const auto zone = TimeZone::find(name).value();
        for (const char* day : {"2026-01-0718:00", "2026-07-0818:00", "2060-01-0718:00", "2060-07-0818:00"})
            EXPECT_EQ(zone.to_wall(zone.to_utc(wall(day))), wall(day)) << name << " " << day;
    }
}

TEST(TimeZone, UnknownNames) {
    for (const char* name : {"", "utc ", "Mars/Olympus", "asia/ho_chi_minh", "../etc/passwd",
                             "/etc/localtime", "Europe", "posixrules", "tzdata.zi", "UTC+7"})
        EXPECT_FALSE(TimeZone::find(name)) << name;
}

TEST(TimeZone, WhatLiesBesideTheZonesIsNone) {
    for (const char* name : {"localtime", "posixrules", "Factory", "posix/Asia/Tokyo", "right/Asia/Tokyo"})
        EXPECT_FALSE(TimeZone::find(name)) << name;
}

TEST(TimeZone, ADayThatSamoaLeftOut) {
    using namespace std::chrono;
    const auto zone = TimeZone::find("Pacific/Apia").value();
    EXPECT_TRUE(zone.has_day(WallDay(2011y / 12 / 29)));
    EXPECT_FALSE(zone.has_day(WallDay(2011y / 12 / 30)));
    EXPECT_TRUE(zone.has_day(WallDay(2011y / 12 / 31)));
    EXPECT_TRUE(TimeZone::find("America/New_York")->has_day(WallDay(2026y / 3 / 8)));
}

}  // namespace
}  // namespace lectern
