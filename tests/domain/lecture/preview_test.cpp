#include "domain/lecture/preview.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(Preview, FindsPartsByName) {
    const PreviewParts parts{
        2, {{peaks_part(20), 0, 10}, {std::string(poster_part), 10, 5}, {sprites_part(0), 15, 7}}};
    ASSERT_NE(parts.find("poster"), nullptr);
    EXPECT_EQ(parts.find("poster")->offset, 10);
    ASSERT_NE(parts.find("sprites-0"), nullptr);
    EXPECT_EQ(parts.find("sprites-0")->bytes, 7);
    EXPECT_EQ(parts.find("peaks-20")->bytes, 10);
    EXPECT_EQ(parts.find("peaks-1"), nullptr);
    EXPECT_EQ(parts.find("sprites-1"), nullptr);
}

TEST(Preview, HasTheFirstDigitsOfItsHashAsVersion) {
    EXPECT_EQ(preview_version("0123456789abcdef"), "0123456789ab");
}

}  // namespace
}  // namespace lectern
