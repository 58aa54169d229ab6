#include "domain/base/time.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

using namespace std::chrono;

Timestamp at(int y, unsigned m, unsigned d, int h = 0, int min = 0, int s = 0, int ms = 0) {
    return Timestamp{sys_days{year{y} / month{m} / day{d}}} + hours{h} + minutes{min} + seconds{s} +
           milliseconds{ms};
}

TEST(Rfc3339, IsWrittenWithMillisecondsAndZ) {
    EXPECT_EQ(to_rfc3339(at(2026, 1, 8)), "2026-01-08T00:00:00.000Z");
    EXPECT_EQ(to_rfc3339(at(1969, 12, 31, 23, 59, 59, 999)), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(to_rfc3339(at(2024, 2, 29, 12, 34, 56, 7)), "2024-02-29T12:34:56.007Z");
}

TEST(Rfc3339, IsReadInItsForms) {
    struct Case {
        std::string_view text;
        std::optional<Timestamp> expected;
    };
    const Case cases[] = {
        {"2026-01-08T00:00:00Z", at(2026, 1, 8)},
        {"2026-01-08t00:00:00z", at(2026, 1, 8)},
        {"2026-01-08T01:02:03.4Z", at(2026, 1, 8, 1, 2, 3, 400)},
        {"2026-01-08T01:02:03.4567899Z", at(2026, 1, 8, 1, 2, 3, 456)},
        {"2026-01-08T07:00:00+07:00", at(2026, 1, 8)},
        {"2026-01-07T18:30:00-05:30", at(2026, 1, 8)},
        {"2024-02-29T00:00:00Z", at(2024, 2, 29)},
        {"0001-01-01T00:00:00Z", at(1, 1, 1)},
        {"9999-12-31T23:59:59.999Z", at(9999, 12, 31, 23, 59, 59, 999)},
        {"0001-01-01T00:00:00+00:01", std::nullopt},
        {"9999-12-31T23:59:59-00:01", std::nullopt},
        {"0000-01-01T00:00:00Z", std::nullopt},
        {"2025-02-29T00:00:00Z", std::nullopt},
        {"2026-13-01T00:00:00Z", std::nullopt},
        {"2026-01-08T24:00:00Z", std::nullopt},
        {"2026-01-08T00:60:00Z", std::nullopt},
        {"2026-01-08T00:00:60Z", std::nullopt},
        {"2026-01-08T00:00:00", std::nullopt},
        {"2026-01-08T00:00:00.Z", std::nullopt},
        {"2026-01-08 00:00:00Z", std::nullopt},
        {"2026-01-08T00:00:00+0700", std::nullopt},
        {"2026-01-08T00:00:00+24:00", std::nullopt},
        {"2026-01-08T00:00:00Z ", std::nullopt},
        {" 2026-01-08T00:00:00Z", std::nullopt},
        {"2026-1-8T00:00:00Z", std::nullopt},
        {"2026-01-08", std::nullopt},
        {"", std::nullopt},
    };
    for (const Case& c : cases)
        EXPECT_EQ(parse_rfc3339(c.text), c.expected) << c.text;
}

TEST(ClockText, HasHoursMinutesAndSeconds) {
    EXPECT_EQ(to_clock_text(0), "0:00:00");
    EXPECT_EQ(to_clock_text(309.9), "0:05:09");
    EXPECT_EQ(to_clock_text(36'000), "10:00:00");
    EXPECT_EQ(to_clock_text(-1), "0:00:00");
    EXPECT_EQ(to_clock_text(1e300), "1000:00:00");
}

TEST(HttpDate, IsWrittenAsImfFixdate) {
    EXPECT_EQ(to_http_date(at(1994, 11, 6, 8, 49, 37, 999)), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(to_http_date(Timestamp{}), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(HttpDate, IsReadInAllThreeFormats) {
    const Timestamp moment = at(1994, 11, 6, 8, 49, 37);
    struct Case {
        std::string_view text;
        std::optional<Timestamp> expected;
    };
    const Case cases[] = {
        {"Sun, 06 Nov 1994 08:49:37 GMT", moment},
        {"Sunday, 06-Nov-94 08:49:37 GMT", moment},
        {"Sun Nov  6 08:49:37 1994", moment},
        {"Sat Nov 26 08:49:37 1994", at(1994, 11, 26, 8, 49, 37)},
        {"Friday, 06-Nov-26 08:49:37 GMT", at(2026, 11, 6, 8, 49, 37)},
        {"Sat, 31 Dec 2016 23:59:60 GMT", at(2017, 1, 1)},
        {"Sun, 06 Nov 1994 08:49:37", std::nullopt},
        {"Sun, 06 Nov 1994 08:49:37 UTC", std::nullopt},
        {"Sun, 31 Feb 1994 08:49:37 GMT", std::nullopt},
        {"Sun, 6 Nov 1994 08:49:37 GMT", std::nullopt},
        {"Sun, 06 Nov 94 08:49:37 GMT", std::nullopt},
        {"Xyz, 06 Nov 1994 08:49:37 GMT", std::nullopt},
        {"Sun, 06 Nov 1994 25:49:37 GMT", std::nullopt},
        {"1994-11-06T08:49:37Z", std::nullopt},
        {"Sun Nov  6 08:49:37 1994 GMT", std::nullopt},
        {",", std::nullopt},
        {"", std::nullopt},
    };
    for (const Case& c : cases)
        EXPECT_EQ(parse_http_date(c.text), c.expected) << c.text;
}

TEST(HttpDate, SurvivesARoundTrip) {
    for (int days_on = 0; days_on < 40000; days_on += 37) {
        const Timestamp moment = at(1970, 1, 1, 13, 14, 15) + days{days_on};
        EXPECT_EQ(parse_http_date(to_http_date(moment)), moment);
        EXPECT_EQ(parse_rfc3339(to_rfc3339(moment)), moment);
    }
}

}  // namespace
}  // namespace lectern
