#include "server/log.hpp"

#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::log {
namespace {

using testing::EndsWith;
using testing::IsEmpty;
using testing::MatchesRegex;

template<class Action>
std::string logged(Action action) {
    testing::internal::CaptureStderr();
    action();
    return testing::internal::GetCapturedStderr();
}

TEST(Log, ValuesReplaceTheBraces) {
    start("info", false);
    EXPECT_THAT(logged([] { info("job {}: {} of {}", std::string("a"), std::string_view("cut"), 3); }),
                EndsWith("Z info  job a: cut of 3\n"));
    EXPECT_THAT(logged([] { warn("{}{}", "left", "right"); }), EndsWith("leftright\n"));
    EXPECT_THAT(logged([] { error("nothing to fill in"); }), EndsWith("Z error nothing to fill in\n"));
}

TEST(Log, NumbersAreWrittenOut) {
    start("info", false);
    EXPECT_THAT(logged([] { info("{} {}", std::numeric_limits<std::int64_t>::min(), std::uint16_t{65535}); }),
                EndsWith(" -9223372036854775808 65535\n"));
    EXPECT_THAT(logged([] { info("{} {}", 12.34, 0.06); }), EndsWith(" 12.3 0.1\n"));
    EXPECT_THAT(logged([] { info("{}", std::numeric_limits<double>::max()); }),
                MatchesRegex(".* 1797[0-9]*[.]0\n"));
}

TEST(Log, BracesInAValueAreNotReplaced) {
    start("info", false);
    EXPECT_THAT(logged([] { info("{} and {}", "{}", "%v"); }), EndsWith(" {} and %v\n"));
}

TEST(Log, LevelsBelowTheChosenOneAreLeftOut) {
    start("error", false);
    EXPECT_THAT(logged([] {
                    info("a");
                    warn("b");
                }),
                IsEmpty());
    EXPECT_THAT(logged([] { error("c"); }), EndsWith(" c\n"));
}

TEST(Log, ALineForProgramsIsOneJsonObject) {
    start("info", true);
    EXPECT_THAT(
        logged([] { warn("said {}", "\"no\"\n"); }),
        MatchesRegex(R"(\{"time":"[-0-9]+T[:.0-9]+Z","level":"warning","message":"said \\"no\\"\\n"\}.)"));
}

}  // namespace
}  // namespace lectern::log
