#include "media/cut/check/clip_index.hpp"

#include "media/av/error.hpp"
#include "media/av/output/mp4_boxes.hpp"
#include "tests/media/cut/cut_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;

std::string fault(const std::string& clip) {
    try {
        read_clip_index(test::make_file(clip).get());
        return {};
    } catch (const MediaError& error) {
        return error.failure().detail;
    }
}

// A clip whose index can be changed.
class ClipWithFaults : public testing::Test {
protected:
    static void SetUpTestSuite() {
        const UniqueFd source = test::make_clip({.seconds = 8});
        clip_ = test::read_file(test::cut_clip(source.get(), 2, 6, CutMode::fast).fd.get());
    }

    // The place of the content of the n-th box of this type, behind its version and flags.
    static std::size_t table(const char* type, int n = 0) {
        std::size_t at = clip_.find(type);
        for (; n > 0; --n)
            at = clip_.find(type, at + 4);
        EXPECT_NE(at, std::string::npos) << type;
        return at + 8;
    }
    static std::uint32_t number(std::size_t at) {
        std::string bytes = clip_.substr(at, 4);
        return static_cast<std::uint32_t>(
            number_in(Box(reinterpret_cast<std::uint8_t*>(bytes.data()), 4), 0, 4));
    }
    static std::string with(std::size_t at, std::uint32_t value) {
        std::string changed = clip_;
        set_number_in(Box(reinterpret_cast<std::uint8_t*>(changed.data()), changed.size()), at, 4, value);
        return changed;
    }

    static inline std::string clip_;
};

TEST_F(ClipWithFaults, AGoodOneIsRead) {
    ASSERT_EQ(fault(clip_), "");
    const ClipIndex index = read_clip_index(test::make_file(clip_).get());
    ASSERT_TRUE(index.video && index.audio);
    EXPECT_EQ(index.video->samples, 100);
    EXPECT_EQ(index.video->first, 0);
    EXPECT_NEAR(index.video->start, 0, 0.001);
    EXPECT_NEAR(index.video->end, 4, 0.001);
    EXPECT_NEAR(index.audio->start, 0, 0.001);
    EXPECT_NEAR(index.audio->end, 4, 0.022);
}

TEST_F(ClipWithFaults, BoxesFillTheFile) {
    EXPECT_THAT(fault(clip_.substr(0, clip_.size() - 1)), HasSubstr("after the file"));
    EXPECT_THAT(fault(clip_ + "more"), HasSubstr("boxes"));
    EXPECT_THAT(fault(clip_.substr(0, 40)), HasSubstr("after the file"));
    EXPECT_THAT(fault(""), HasSubstr("no index"));
    EXPECT_THAT(fault("no clip at all, only a text"), HasSubstr("after the file"));
}

TEST_F(ClipWithFaults, TheIndexIsFirst) {
    const UniqueFd late = test::make_clip({.seconds = 2});
    EXPECT_THAT(fault(test::read_file(late.get())), HasSubstr("index is not first"));
}

TEST_F(ClipWithFaults, TheVideoStartsWithAKeyframe) {
    EXPECT_THAT(fault(with(table("stss") + 4, 2)), HasSubstr("no keyframe"));
    EXPECT_THAT(fault(with(table("stss"), 0)), HasSubstr("no keyframe"));
    EXPECT_THAT(fault(with(table("stss") + 4, 5000)), HasSubstr("stss"));
}

TEST_F(ClipWithFaults, SamplesStandInTheData) {
    for (const int track : {0, 1}) {
        const std::size_t first = table("stco", track) + 4;
        EXPECT_THAT(fault(with(first, 0)), HasSubstr("outside"));
        EXPECT_THAT(fault(with(first, static_cast<std::uint32_t>(clip_.size()))), HasSubstr("outside"));
        EXPECT_THAT(fault(with(first, number(first) + 1)),
                    testing::AnyOf(HasSubstr("overlap"), HasSubstr("outside")));
        const std::size_t size = table("stsz", track) + 8;
        EXPECT_THAT(fault(with(size, number(size) + 1)), HasSubstr("overlap"));
        EXPECT_THAT(fault(with(size, 0x7FFFFFFF)),
                    testing::AnyOf(HasSubstr("overlap"), HasSubstr("outside")));
    }
    const std::size_t first = table("stco") + 4;
    EXPECT_THAT(fault(with(first, number(table("stco", 1) + 4))), HasSubstr("overlap"));
}

TEST_F(ClipWithFaults, TablesAgree) {
    for (const int track : {0, 1}) {
        EXPECT_THAT(fault(with(table("stsz", track) + 4, number(table("stsz", track) + 4) - 1)),
                    HasSubstr("stsz"));
        EXPECT_THAT(fault(with(table("stts", track) + 4, number(table("stts", track) + 4) - 1)),
                    HasSubstr("damaged"));
        EXPECT_THAT(fault(with(table("stts", track), 0xFFFFFF)), HasSubstr("stts"));
        EXPECT_THAT(fault(with(table("stsc", track) + 8, number(table("stsc", track) + 8) + 1)),
                    HasSubstr("stsc"));
        EXPECT_THAT(fault(with(table("stsc", track) + 4, 2)), HasSubstr("stsc"));
        EXPECT_THAT(fault(with(table("stco", track), number(table("stco", track)) - 1)), HasSubstr("stsc"));
    }
    EXPECT_THAT(fault(with(table("ctts") + 4, number(table("ctts") + 4) + 1)), HasSubstr("ctts"));
}

TEST_F(ClipWithFaults, TimesRise) {
    for (const int track : {0, 1})
        EXPECT_THAT(fault(with(table("stts", track) + 8, 0)), HasSubstr("do not rise"));
}

// Whatever is changed: an answer comes, and damage beside the times is found.
TEST_F(ClipWithFaults, AnyChangeIsSurvived) {
    const std::size_t begin = clip_.find("moov"), end = clip_.find("mdat");
    for (std::size_t at = begin; at + 4 < end; at += 3) {
        std::string changed = clip_;
        for (std::size_t i = 0; i < 4; ++i)
            changed[at + i] = static_cast<char>(changed[at + i] ^ static_cast<char>(0x81 + i));
        fault(changed);
    }
}

}  // namespace
}  // namespace lectern::media
