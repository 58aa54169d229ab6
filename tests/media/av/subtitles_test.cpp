#include "media/av/subtitles.hpp"

#include "media/av/matroska_size.hpp"
#include "media/av/probe.hpp"
#include "tests/media/support/make_clip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::media {

namespace {

TEST(Subtitles, EventsBecomePlainText) {
    const std::pair<const char*, const char*> cases[] = {
        {"0,0,Default,,0,0,0,,Hello", "Hello"},
        {"0,0,Default,,0,0,0,,Xin chào,\\Nthế giới", "Xin chào, thế giới"},
        {"3,0,Default,,0,0,0,,{\\i1}very{\\i0} good", "very good"},
        {"0,0,Default,,0,0,0,,a {set} of\\hthings", "a {set} of things"},
        {"0,0,Default,,0,0,0,,  \\N  ", ""},
        {"0,0,Default,,0,0,0,,{\\an8", "{\\an8"},
        {"0,0,Default,,0,0,0,,back\\slash", "back\\slash"},
        {"", ""},
    };
    for (const auto& [event, text] : cases)
        EXPECT_EQ(plain_subtitle_text(event), text) << event;
}

TEST(Subtitles, AreReadFromRecordings) {
    const std::pair<const char*, const char*> kinds[] = {
        {"mp4", "mov_text"}, {"matroska", "subrip"}, {"matroska", "ass"}};
    for (const auto& [format, codec] : kinds) {
        const UniqueFd fd =
            test::make_clip({.format = format,
                             .captions_codec = codec,
                             .captions = {{0.5, 1.5, "Chúng ta bắt đầu"}, {2, 4.25, "Two\\Nlines"}}});
        const auto info = probe(fd.get(), {}, {});
        ASSERT_TRUE(info) << info.error().detail;
        ASSERT_EQ(info->subtitles.size(), 1U) << codec;
        const auto lines = read_subtitles(fd.get(), info->subtitles[0].stream, {}, {});
        ASSERT_TRUE(lines) << lines.error().detail;
        ASSERT_EQ(lines->size(), 2U) << codec;
        EXPECT_EQ((*lines)[0].text, "Chúng ta bắt đầu");
        EXPECT_NEAR((*lines)[0].start, 0.5, 0.002);
        EXPECT_NEAR((*lines)[0].end, 1.5, 0.002);
        EXPECT_EQ((*lines)[1].text, "Two lines");
        EXPECT_NEAR((*lines)[1].end, 4.25, 0.002);
    }
}

TEST(Subtitles, OfAnotherStreamAreRefused) {
    const UniqueFd fd = test::make_clip({.seconds = 1});
    for (const int stream : {-1, 0, 1, 7})
        EXPECT_FALSE(read_subtitles(fd.get(), stream, {}, {})) << stream;
}

TEST(MatroskaSize, IsReadFromTheFirstBytes) {
    const auto size = [](std::vector<std::uint8_t> bytes) { return matroska_size(bytes); };
    const std::vector<std::uint8_t> sized = {0x1A, 0x45, 0xDF, 0xA3, 0x82, 1,    2,
                                             0x18, 0x53, 0x80, 0x67, 0x41, 0x00, 9};
    EXPECT_EQ(size(sized), 13 + 256);
    std::vector<std::uint8_t> live = sized;
    live[11] = 0x7F;
    live[12] = 0xFF;
    EXPECT_EQ(size(live), std::nullopt);
    for (std::size_t length = 0; length < sized.size() - 1; ++length) {
        EXPECT_EQ(size({sized.begin(), sized.begin() + static_cast<std::ptrdiff_t>(length)}), std::nullopt);
    }
    EXPECT_EQ(size({0x1A, 0x45, 0xDF, 0xA3, 0x00, 1, 2}), std::nullopt);
}

}  // namespace

}  // namespace lectern::media
