#include "media/cut/frames/frame_size.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(FrameSize, IsThatOfTheVideoAsItIsShown) {
    struct Case {
        FrameSize coded;
        double aspect;
        bool lying;
        FrameSize shown;
    };
    const Case cases[] = {
        {{1280, 720}, 1, false, {1280, 720}},
        {{1280, 720}, 0, true, {720, 1280}},
        {{1920, 1080}, 1, false, {1920, 1080}},
        {{1920, 1080}, 1, true, {1080, 1920}},
        {{191, 107}, 1, false, {190, 106}},
        {{720, 576}, 16.0 / 15, false, {768, 576}},
        {{720, 576}, 64.0 / 45, false, {1024, 576}},
        {{1440, 1080}, 4.0 / 3, false, {1920, 1080}},
        {{3840, 2160}, 1, false, {1920, 1080}},
        {{3840, 2160}, 1, true, {1080, 1920}},
        {{1920, 1200}, 1, false, {1728, 1080}},
        {{2560, 1080}, 1, false, {1920, 810}},
        {{1, 1}, 1, false, {2, 2}},
    };
    for (const Case& one : cases) {
        const FrameSize shown = shown_size(one.coded, one.aspect, one.lying);
        EXPECT_EQ(shown, one.shown) << one.coded.width << "x" << one.coded.height << " becomes "
                                    << shown.width << "x" << shown.height;
        EXPECT_TRUE(is_within_full_hd(shown));
    }
    EXPECT_FALSE(is_within_full_hd({1920, 1200}));
    EXPECT_FALSE(is_within_full_hd({1082, 1920}));
}

TEST(FrameSize, AnAreaKeepsItsShape) {
    struct {
        double aspect;
        int x, y, width, height;
    } const table[] = {{16.0 / 9, 0, 0, 160, 90}, {4.0 / 3, 20, 0, 120, 90}, {9.0 / 16, 54, 0, 51, 90},
                       {2.0, 0, 5, 160, 80},      {100.0, 0, 44, 160, 2},    {0.001, 79, 0, 1, 90}};
    for (const auto& row : table) {
        const Area area = area_in_box(row.aspect, 160, 90);
        EXPECT_EQ(area.x, row.x) << row.aspect;
        EXPECT_EQ(area.y, row.y) << row.aspect;
        EXPECT_EQ(area.width, row.width) << row.aspect;
        EXPECT_EQ(area.height, row.height) << row.aspect;
    }
}

}  // namespace
}  // namespace lectern::media
