#include "media/cut/verify_clip.hpp"

#include "tests/media/cut/cut_fixture.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <unistd.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;

std::string why_not(int fd, const ExpectedClip& expected) {
    const auto checked = verify_clip(fd, expected, {}, {});
    return checked ? "" : checked.error().detail;
}

TEST(VerifyClip, PassesWhatIsGood) {
    const UniqueFd fd = test::make_clip({.seconds = 3, .movflags = "faststart"});
    EXPECT_EQ(why_not(fd.get(), {3, true}), "");
}

TEST(VerifyClip, SeesWhatIsWrong) {
    const UniqueFd late_index = test::make_clip({.seconds = 3});
    EXPECT_THAT(why_not(late_index.get(), {3, true}), HasSubstr("index"));
    const UniqueFd good = test::make_clip({.seconds = 3, .movflags = "faststart"});
    EXPECT_THAT(why_not(good.get(), {3.2, true}), HasSubstr("end at"));
    EXPECT_THAT(why_not(good.get(), {2.8, true}), HasSubstr("end at"));
    EXPECT_THAT(why_not(good.get(), {3, false}), HasSubstr("audio is not as expected"));
    const UniqueFd apart = test::make_clip({.seconds = 3, .audio_delay = 0.06, .movflags = "faststart"});
    EXPECT_THAT(why_not(apart.get(), {3.03, true}), HasSubstr("audio starts at"));
    const UniqueFd silent = test::make_clip({.seconds = 3, .audio = "", .movflags = "faststart"});
    EXPECT_THAT(why_not(silent.get(), {3, true}), HasSubstr("audio is not as expected"));
    EXPECT_EQ(why_not(silent.get(), {3, false}), "");
    const UniqueFd text = test::make_file("no clip at all, only a text");
    EXPECT_NE(why_not(text.get(), {3, true}), "");
}

}  // namespace
}  // namespace lectern::media
