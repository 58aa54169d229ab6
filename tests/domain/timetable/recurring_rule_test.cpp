#include "domain/timetable/recurring_rule.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

using namespace std::chrono_literals;

TEST(RecurringRule, ReadsWhatZoneFilesEndWith) {
    for (const char* text :
         {"EST5EDT,M3.2.0,M11.1.0", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "IST-1GMT0,M10.5.0,M3.5.0/1",
          "EET-2EEST,M3.4.4/50,M10.4.4/50", "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
          "AAA3BBB,J60/0,J300", "AAA3BBB,59/0,299/1:02:03"})
        EXPECT_TRUE(RecurringRule::parse(text)) << text;
    for (const char* text :
         {"", "UTC0", "<+07>-7", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
          "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,M3.2.0,M11.1.0x",
          "E5EDT,M3.2.0,M11.1.0", "EST5EDT,M3.2.0/999,M11.1.0", "EST5EDT,J366,J1", "<EST5"})
        EXPECT_FALSE(RecurringRule::parse(text)) << text;
}

TEST(RecurringRule, CountsDaysWithAndWithoutLeapDays) {
    using namespace std::chrono;
    const auto without = RecurringRule::parse("AAA0BBB,J60/0,J300/0").value();  // from March 1
    const auto with = RecurringRule::parse("AAA0BBB,59/0,299/0").value();       // from the 60th day
    EXPECT_EQ(without.offset_at(sys_days(2028y / 2 / 29)), 0s);
    EXPECT_EQ(without.offset_at(sys_days(2028y / 3 / 1)), 1h);
    EXPECT_EQ(with.offset_at(sys_days(2028y / 2 / 28)), 0s);
    EXPECT_EQ(with.offset_at(sys_days(2028y / 2 / 29)), 1h);
    EXPECT_EQ(with.offset_at(sys_days(2027y / 3 / 1)), 1h);
}

}  // namespace
}  // namespace lectern
