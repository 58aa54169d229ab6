#include "media/pictures/poster_choice.hpp"

#include "media/cut/styled/canvas.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(PosterChoice, TakesTheNearestFrameThatIsNotPlain) {
    PosterChoice choice(60);
    EXPECT_TRUE(choice.takes(0, 0)) << "black, but the only one";
    EXPECT_TRUE(choice.takes(10, 2)) << "plain, but more is to be seen";
    EXPECT_FALSE(choice.takes(60, 1)) << "plain at the wanted time";
    EXPECT_TRUE(choice.takes(110, 30)) << "the first that is not plain";
    EXPECT_TRUE(choice.takes(20, 15)) << "nearer";
    EXPECT_FALSE(choice.takes(101, 90)) << "farther, however much there is to see";
    EXPECT_FALSE(choice.takes(60, 3));
    EXPECT_TRUE(choice.takes(61, 7));
}

TEST(PosterChoice, AnAreaKeepsItsShape) {
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

TEST(PosterChoice, ContrastIsThatOfTheAreaAlone) {
    const Frame frame = plain_frame({160, 90}, 0);
    draw_box(frame.get(), 40, 0, 80, 90, ink_of(0x808080, {}), 1);
    EXPECT_NEAR(contrast_of(*frame, {40, 0, 80, 90}), 0, 0.01);
    EXPECT_GT(contrast_of(*frame, {0, 0, 160, 90}), 30);
}

}  // namespace
}  // namespace lectern::media
