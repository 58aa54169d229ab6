#include "domain/timetable/schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern {
namespace {

using namespace std::chrono;
using testing::ElementsAre;

WallDay day(const char* text) {
    return parse_date(text).value();
}

ScheduleItem item(const char* weekday, const char* start, const char* end, const char* first,
                  const char* last) {
    return {parse_weekday(weekday).value(), parse_clock(start).value(), parse_clock(end).value(),
            ScheduleItem::Repeat{day(first), day(last)}};
}

// "2026-01-07 12:00-14:00", in UTC; the end's date only where it is another one.
std::string shown(const Slot& slot) {
    const std::string start = to_rfc3339(slot.start), end = to_rfc3339(slot.end);
    std::string text = start.substr(0, 10) + " " + start.substr(11, 5) + "-";
    if (start.substr(0, 10) != end.substr(0, 10)) text += end.substr(0, 10) + " ";
    return text + end.substr(11, 5);
}

std::vector<std::string> expanded(const std::vector<ScheduleItem>& items, const char* zone = "UTC",
                                  const std::vector<WallDay>& excluded = {}) {
    const auto slots = expand(items, excluded, TimeZone::find(zone).value());
    if (!slots) return {"refused: " + slots.error().fields.at(0).path};
    std::vector<std::string> texts;
    for (const Slot& slot : *slots)
        texts.push_back(shown(slot));
    return texts;
}

TEST(Schedule, TheCalendarDecidesItemsComeInTheirOrder) {
    const std::vector<ScheduleItem> items{item("wednesday", "12:00", "14:00", "2026-01-01", "2026-01-10"),
                                          item("friday", "18:00", "20:00", "2026-01-01", "2026-01-10")};
    EXPECT_THAT(expanded(items),
                ElementsAre("2026-01-07 12:00-14:00", "2026-01-02 18:00-20:00", "2026-01-09 18:00-20:00"));
    const auto slots = expand(items, {}, TimeZone::utc()).value();
    EXPECT_EQ(slots[0].item, 0);
    EXPECT_EQ(slots[2].item, 1);
}

TEST(Schedule, AnItemWithoutRepeatDatesMakesNothing) {
    ScheduleItem once = item("monday", "08:00", "09:00", "2026-01-01", "2026-01-10");
    once.repeat.reset();
    EXPECT_THAT(expanded({once}), ElementsAre());
    EXPECT_THAT(expanded({}), ElementsAre());
}

struct Range {
    const char *weekday, *first, *last;
    std::vector<const char*> dates;
};
class RepeatedItem : public testing::TestWithParam<Range> {};

TEST_P(RepeatedItem, EveryDateOfTheWeekday) {
    const Range& range = GetParam();
    std::vector<std::string> wanted;
    for (const char* date : range.dates)
        wanted.push_back(std::string(date) + " 08:00-09:30");
    EXPECT_EQ(expanded({item(range.weekday, "08:00", "09:30", range.first, range.last)}), wanted);
}

INSTANTIATE_TEST_SUITE_P(
    Calendar, RepeatedItem,
    testing::Values(
        Range{"thursday", "2026-01-01", "2026-01-01", {"2026-01-01"}},  // one day
        Range{"friday", "2026-01-01", "2026-01-01", {}},                // another day of the week
        Range{"monday",
              "2026-01-05",
              "2026-01-26",  // both ends count
              {"2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"}},
        Range{"sunday", "2026-01-01", "2026-01-10", {"2026-01-04"}},
        Range{
            "thursday", "2024-02-22", "2024-03-07", {"2024-02-22", "2024-02-29", "2024-03-07"}},  // leap year
        Range{"wednesday", "2023-02-22", "2023-03-08", {"2023-02-22", "2023-03-01", "2023-03-08"}},
        Range{"tuesday", "2100-02-23", "2100-03-02", {"2100-02-23", "2100-03-02"}},    // no leap year
        Range{"tuesday", "2000-02-29", "2000-02-29", {"2000-02-29"}},                  // but this one is
        Range{"wednesday", "2025-12-31", "2026-01-07", {"2025-12-31", "2026-01-07"}},  // over the year's end
        Range{"thursday", "1970-01-01", "1970-01-08", {"1970-01-01", "1970-01-08"}},
        Range{"tuesday", "2199-12-31", "2199-12-31", {"2199-12-31"}}));

TEST(Schedule, AYearOf53Weeks) {
    EXPECT_EQ(expanded({item("thursday", "08:00", "09:00", "2026-01-01", "2026-12-31")}).size(), 53);
    EXPECT_EQ(expanded({item("wednesday", "08:00", "09:00", "2026-01-01", "2026-12-31")}).size(), 52);
    EXPECT_EQ(expanded({item("saturday", "08:00", "09:00", "2028-01-01", "2028-12-31")}).size(), 53);
    EXPECT_EQ(expanded({item("sunday", "08:00", "09:00", "2028-01-01", "2028-12-31")}).size(), 53);
}

TEST(Schedule, WallClockTimeStaysAcrossDaylightSaving) {
    EXPECT_THAT(expanded({item("sunday", "18:00", "20:00", "2026-03-01", "2026-03-15")}, "America/New_York"),
                ElementsAre("2026-03-01 23:00-2026-03-02 01:00", "2026-03-08 22:00-2026-03-09 00:00",
                            "2026-03-15 22:00-2026-03-16 00:00"));
    EXPECT_THAT(expanded({item("sunday", "10:00", "12:00", "2026-10-18", "2026-11-01")}, "Europe/Paris"),
                ElementsAre("2026-10-18 08:00-10:00", "2026-10-25 09:00-11:00", "2026-11-01 09:00-11:00"));
    EXPECT_THAT(
        expanded({item("sunday", "10:00", "12:00", "2026-03-29", "2026-04-12")}, "Australia/Sydney"),
        ElementsAre("2026-03-28 23:00-2026-03-29 01:00", "2026-04-05 00:00-02:00", "2026-04-12 00:00-02:00"));
}

TEST(Schedule, SessionsAcrossTheChangeItself) {
    const auto new_york = [](const char* start, const char* end, const char* date) {
        return expanded({item("sunday", start, end, date, date)}, "America/New_York").at(0);
    };
    EXPECT_EQ(new_york("01:00", "04:00", "2026-03-08"), "2026-03-08 06:00-08:00") << "an hour is skipped";
    EXPECT_EQ(new_york("02:15", "02:45", "2026-03-08"), "2026-03-08 07:15-07:45") << "all of it is skipped";
    EXPECT_EQ(new_york("02:30", "03:15", "2026-03-08"), "2026-03-08 07:30-08:15")
        << "its end would be before it";
    EXPECT_EQ(new_york("02:30", "05:00", "2026-03-08"), "2026-03-08 07:30-09:00");
    EXPECT_EQ(new_york("00:30", "02:30", "2026-11-01"), "2026-11-01 04:30-07:30") << "an hour comes twice";
    EXPECT_EQ(new_york("01:15", "01:45", "2026-11-01"), "2026-11-01 05:15-05:45") << "the first of both";
}

TEST(Schedule, DatesAreThoseOfTheZone) {
    EXPECT_THAT(
        expanded({item("monday", "08:00", "09:00", "2026-01-05", "2026-01-05")}, "Pacific/Kiritimati"),
        ElementsAre("2026-01-04 18:00-19:00"));
    EXPECT_THAT(expanded({item("monday", "20:00", "21:00", "2026-01-05", "2026-01-05")}, "Pacific/Pago_Pago"),
                ElementsAre("2026-01-06 07:00-08:00"));
    EXPECT_THAT(expanded({item("friday", "08:00", "09:00", "2011-12-23", "2012-01-06")}, "Pacific/Apia"),
                ElementsAre("2011-12-23 18:00-19:00", "2012-01-05 18:00-19:00"))
        << "Samoa had no 2011-12-30";
}

TEST(Schedule, ExcludedDates) {
    const std::vector<ScheduleItem> items{item("monday", "08:00", "09:00", "2026-01-05", "2026-01-19"),
                                          item("monday", "10:00", "11:00", "2026-01-05", "2026-01-12")};
    EXPECT_THAT(expanded(items, "UTC", {day("2026-01-12"), day("2026-01-12")}),
                ElementsAre("2026-01-05 08:00-09:00", "2026-01-19 08:00-09:00", "2026-01-05 10:00-11:00"))
        << "for all items, also said twice";
    const auto refused =
        expand(items, {day("2026-01-13"), day("2026-01-05"), day("2026-01-26")}, TimeZone::utc());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid);
    ASSERT_EQ(refused.error().fields.size(), 2);
    EXPECT_EQ(refused.error().fields[0].path, "excluded_dates.0");
    EXPECT_EQ(refused.error().fields[0].message, "is a date without a session");
    EXPECT_EQ(refused.error().fields[1].path, "excluded_dates.2");
}

TEST(Schedule, FiveThousandAndNoMore) {
    // 50 items of 100 weeks.
    std::vector<ScheduleItem> items(50, item("thursday", "08:00", "09:00", "1970-01-01", "1971-12-01"));
    EXPECT_EQ(expand(items, {}, TimeZone::utc()).value().size(), 5000);
    items.push_back(item("thursday", "08:00", "09:00", "1970-01-01", "1970-01-01"));
    const auto refused = expand(items, {}, TimeZone::utc());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).path, "schedules_data");
    EXPECT_EQ(refused.error().fields.at(0).message, "would make more than 5000 sessions");
    items.back().repeat->last = last_schedule_day;
    EXPECT_FALSE(expand(items, {}, TimeZone::utc()));
}

TEST(ScheduleText, Clocks) {
    EXPECT_EQ(parse_clock("00:00"), 0min);
    EXPECT_EQ(parse_clock("23:59"), 23h + 59min);
    for (const char* text :
         {"", "24:00", "12:60", "9:00", "09:0", "12:00:00", "1200", "ab:cd", "-1:00", "12.00", " 12:00"})
        EXPECT_FALSE(parse_clock(text)) << text;
}

TEST(ScheduleText, Dates) {
    EXPECT_EQ(parse_date("2024-02-29"), WallDay(2024y / 2 / 29));
    for (const char* text :
         {"", "2023-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "2026/01/01",
          "20260101", "2026-01-01T00:00", "26-01-01", "-026-01-01", "abcd-ef-gh"})
        EXPECT_FALSE(parse_date(text)) << text;
}

TEST(ScheduleText, Weekdays) {
    EXPECT_EQ(parse_weekday("sunday"), Sunday);
    EXPECT_EQ(parse_weekday("saturday"), Saturday);
    for (const char* text : {"", "Monday", "mon", "thứ hai", "1"})
        EXPECT_FALSE(parse_weekday(text)) << text;
}

}  // namespace
}  // namespace lectern
