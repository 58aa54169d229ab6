#include "media/av/output/edit_list.hpp"

#include "tests/media/support/make_clip.hpp"

#include <random>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

// The index box of an MP4.
std::vector<std::uint8_t> index_of(const std::string& mp4) {
    std::size_t at = 0;
    for (;;) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i)
            size = size << 8 | static_cast<std::uint8_t>(mp4.at(at + i));
        if (mp4.substr(at + 4, 4) == "moov")
            return {mp4.begin() + static_cast<std::ptrdiff_t>(at),
                    mp4.begin() + static_cast<std::ptrdiff_t>(at + size)};
        at += size;
    }
}

TEST(EditList, DamagedIndexesAreLeftAlone) {
    const UniqueFd fd = test::make_clip({.seconds = 1, .movflags = "faststart"});
    const std::vector<std::uint8_t> good = index_of(test::read_file(fd.get()));
    std::vector<std::uint8_t> changed = good;
    EXPECT_TRUE(shorten_presentation(changed, 0.5));
    EXPECT_NE(changed, good);
    std::mt19937 random(5);
    for (int round = 0; round < 500; ++round) {
        std::vector<std::uint8_t> bad = good;
        for (int i = 0; i < 8; ++i)
            bad[random() % bad.size()] = static_cast<std::uint8_t>(random());
        if (round % 2 == 0) bad.resize(random() % bad.size());
        const std::vector<std::uint8_t> before = bad;
        if (!shorten_presentation(bad, 0.5)) {
            EXPECT_EQ(bad, before);
        }
    }
}

}  // namespace
}  // namespace lectern::media
