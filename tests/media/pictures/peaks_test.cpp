#include "media/pictures/peaks.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

constexpr int samples_of_pair = PeakMeter::rate / PeakMeter::peaks_a_second;

std::vector<int> numbers(std::string_view bytes) {
    std::vector<int> all;
    for (const char byte : bytes)
        all.push_back(static_cast<std::int8_t>(byte));
    return all;
}

std::vector<int> pairs_of(const std::vector<float>& samples) {
    PeakMeter meter;
    // In pieces, as a decoder gives them.
    for (std::size_t at = 0; at < samples.size(); at += 7)
        meter.add(std::span(samples).subspan(at, std::min<std::size_t>(7, samples.size() - at)));
    meter.finish();
    return numbers(meter.pairs());
}

TEST(Peaks, AreTheLowestAndTheHighestSample) {
    std::vector<float> samples(2 * samples_of_pair, 0.0F);
    samples[3] = 0.5F;
    samples[samples_of_pair - 1] = -0.25F;
    samples[samples_of_pair] = 0.75F;
    EXPECT_EQ(pairs_of(samples), (std::vector<int>{-32, 64, 0, 96}));
}

TEST(Peaks, TheLastPairMayBeShort) {
    std::vector<float> samples(samples_of_pair + 1, 0.25F);
    EXPECT_EQ(pairs_of(samples), (std::vector<int>{32, 32, 32, 32}));
    EXPECT_EQ(pairs_of({}), std::vector<int>{});
}

TEST(Peaks, WhatIsTooLoudIsClippedAndNoNumberIsSilence) {
    std::vector<float> samples(samples_of_pair, 3.0F);
    samples[0] = -7.0F;
    EXPECT_EQ(pairs_of(samples), (std::vector<int>{-128, 127}));
    samples.assign(samples_of_pair, std::numeric_limits<float>::quiet_NaN());
    EXPECT_EQ(pairs_of(samples), (std::vector<int>{0, 0}));
}

TEST(Peaks, BecomeFewer) {
    const std::string pairs{-1, 1, -5, 2, -3, 9, -128, 127, 4, 6};
    EXPECT_EQ(numbers(fewer_pairs(pairs, 1)), numbers(pairs));
    EXPECT_EQ(numbers(fewer_pairs(pairs, 2)), (std::vector<int>{-5, 2, -128, 127, 4, 6}));
    EXPECT_EQ(numbers(fewer_pairs(pairs, 5)), (std::vector<int>{-128, 127}));
    EXPECT_EQ(numbers(fewer_pairs(pairs, 100)), (std::vector<int>{-128, 127}));
    EXPECT_EQ(fewer_pairs("", 5), "");
}

TEST(Peaks, TheFileIsThatOfAudiowaveform) {
    const std::string file = peaks_file(std::string{-3, 4, -5, 6}, 20);
    const std::vector<int> expected{2,
                                    0,
                                    0,
                                    0,  // version
                                    1,
                                    0,
                                    0,
                                    0,  // 8 bits
                                    static_cast<std::int8_t>(0x80),
                                    0x3E,
                                    0,
                                    0,  // 16000 Hz
                                    32,
                                    3,
                                    0,
                                    0,  // 800 samples of a pair
                                    2,
                                    0,
                                    0,
                                    0,  // pairs
                                    1,
                                    0,
                                    0,
                                    0,  // channels
                                    -3,
                                    4,
                                    -5,
                                    6};
    EXPECT_EQ(numbers(file), expected);
}

}  // namespace
}  // namespace lectern::media
