#include "media/cut/check/verify_clip.hpp"

#include "tests/media/cut/cut_fixture.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <unistd.h>

namespace lectern::media {
namespace {

using test::ClipSpec;
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

// A clip with 40 bytes in each 100 changed, from a share of its data on to another one.
UniqueFd with_damage(int fd, double from, double to) {
    std::string bytes = test::read_file(fd);
    const std::size_t data = bytes.find("mdat") + 4;
    const auto length = static_cast<double>(bytes.size() - data);
    const auto last = data + static_cast<std::size_t>(to * length);
    for (std::size_t at = data + 40 + static_cast<std::size_t>(from * length); at + 60 < last; at += 100) {
        for (std::size_t i = 0; i < 40; ++i)
            bytes[at + i] = static_cast<char>(bytes[at + i] ^ static_cast<char>(7 * i + 1));
    }
    return test::make_file(bytes);
}

TEST(VerifyClip, DecodesTheStartAndTheEnd) {
    for (const char* audio : {"", "aac"}) {
        const UniqueFd good = test::make_clip({.seconds = 8, .audio = audio, .movflags = "faststart"});
        const bool has_audio = *audio != '\0';
        EXPECT_EQ(why_not(good.get(), {8, has_audio}), "");
        EXPECT_NE(why_not(with_damage(good.get(), 0, 0.3).get(), {8, has_audio}), "");
        EXPECT_NE(why_not(with_damage(good.get(), 0.8, 1).get(), {8, has_audio}), "");
    }
}

// The index of one recording over the packets of another one: all times are right, and no picture.
TEST(VerifyClip, SeesParametersOfAnotherRecording) {
    const ClipSpec spec{.seconds = 3, .audio = "", .movflags = "faststart"};
    ClipSpec larger = spec;
    larger.width += 48;  // its parameters take as many bytes
    std::string clip = test::read_file(test::make_clip(larger).get());
    const std::string other = test::read_file(test::make_clip(spec).get());
    const auto parameters = [](const std::string& bytes) {
        const std::size_t at = bytes.find("avcC") + 4;
        return std::pair{at, bytes.find("colr", at) < bytes.find("mdat") ? bytes.find("colr", at) - 4 - at
                                                                         : bytes.find("stts", at) - 4 - at};
    };
    const auto [at, size] = parameters(clip);
    const auto [from, other_size] = parameters(other);
    ASSERT_EQ(size, other_size);
    clip.replace(at, size, other, from, size);
    EXPECT_NE(why_not(test::make_file(clip).get(), {3, false}), "");
}

}  // namespace
}  // namespace lectern::media
