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

TEST(PosterChoice, ContrastIsThatOfTheAreaAlone) {
    const Frame frame = plain_frame({160, 90}, 0);
    Picture grey(80, 90);
    grey.use(0x808080);
    grey.fill_rectangle(0, 0, 80, 90);
    lay_over(frame.get(), 40, 0, grey, {}, 1);
    EXPECT_NEAR(contrast_of(*frame, {40, 0, 80, 90}), 0, 0.01);
    EXPECT_GT(contrast_of(*frame, {0, 0, 160, 90}), 30);
}

}  // namespace
}  // namespace lectern::media
