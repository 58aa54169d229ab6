#include "server/pipeline/cut_style.hpp"

#include <gtest/gtest.h>

namespace lectern::pipeline {
namespace {

using media::FrameSize;

TEST(CutStyle, ReadsSizesOfFrames) {
    EXPECT_EQ(parse_frame("1280x720"), (FrameSize{1280, 720}));
    for (const char* text : {"", "x", "1280", "1280x", "x720", "1280 x 720", "-2x2", "1280x720x2", "source"})
        EXPECT_FALSE(parse_frame(text)) << text;
}

TEST(CutStyle, ARequestThatNamesASizeGetsIt) {
    using Number = std::optional<std::int64_t>;
    struct Case {
        std::optional<FrameSize> configured;
        Number width, height;
        std::optional<FrameSize> expected;
    };
    const Case cases[] = {
        {{}, {}, {}, {}},
        {{{1280, 720}}, {}, {}, {{1280, 720}}},
        {{}, 640, 480, {{640, 480}}},
        {{{1280, 720}}, 640, 480, {{640, 480}}},
        {{{1280, 720}}, 640, {}, {{640, 720}}},
        {{{1280, 720}}, {}, 480, {{1280, 480}}},
        {{}, 1280, {}, {{1280, 720}}},
        {{}, {}, 360, {{640, 360}}},
        {{}, 64, {}, {{64, 64}}},
        {{}, {}, 2160, {{3840, 2160}}},
    };
    for (const Case& one : cases) {
        media::StyleOptions configured;
        configured.frame = one.configured;
        CutPayload payload;
        payload.width = one.width;
        payload.height = one.height;
        const auto style = style_of(payload, configured, "Name");
        ASSERT_TRUE(style);
        EXPECT_EQ(style->frame, one.expected);
        EXPECT_EQ(style->keeps_frames(), !one.expected.has_value());
    }
}

TEST(CutStyle, ASizeThatCannotBeIsAMistake) {
    CutPayload payload;
    payload.width = 641;
    EXPECT_FALSE(style_of(payload, {}, "Name"));
}

}  // namespace
}  // namespace lectern::pipeline
