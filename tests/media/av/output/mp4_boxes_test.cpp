#include "media/av/output/mp4_boxes.hpp"

#include "tests/media/support/memory_file.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

std::string boxes(std::size_t count) {
    std::string file;
    for (std::size_t i = 0; i < count; ++i)
        file += std::string(
            "\0\0\0\x08"
            "free",
            8);
    return file + std::string(
                      "\0\0\0\x10"
                      "moov\0\0\0\x08"
                      "trak",
                      16);
}

TEST(Mp4Boxes, AreFoundBehindOthers) {
    for (const std::size_t before : {0U, 1U, 1000U})
        EXPECT_EQ(first_box(test::make_file(boxes(before)).get(), {"moov", "mdat"}), "moov") << before;
    EXPECT_FALSE(first_box(test::make_file(boxes(1)).get(), {"trak"})) << "inside another one";
}

TEST(Mp4Boxes, AreNotSoughtWithoutEnd) {
    EXPECT_FALSE(first_box(test::make_file(boxes(10'000)).get(), {"moov"}));
}

}  // namespace
}  // namespace lectern::media
