#include "media/cut/audio/loudness.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(LoudnessChange, RaisesOrLowersByOneGain) {
    struct Case {
        Loudness measured;
        double gain;
        bool limit;
    };
    const Case cases[] = {
        {{-26, -20}, 10, false}, {{-26, -3}, 10, true},  {{-10, -0.1}, -6, false},
        {{-59, -50}, 36, false}, {{-70, -70}, 0, false},
    };
    for (const Case& c : cases) {
        const LoudnessChange change = loudness_change(c.measured, -16, -1.5);
        EXPECT_DOUBLE_EQ(change.gain, c.gain) << c.measured.integrated;
        EXPECT_EQ(change.limit, c.limit) << c.measured.integrated;
    }
}

TEST(Leveller, LimitsPeaksInPlace) {
    std::vector<float> in(AudioGraph::rate * AudioGraph::channels * 2, 0.0F);
    const std::size_t onset = AudioGraph::rate;  // half a second of silence first
    for (std::size_t i = onset; i < in.size(); ++i)
        in[i] = 0.5F * std::sin(static_cast<float>(i / 2) * 0.05F);
    std::vector<float> out;
    const auto keep = [&out](std::span<const float> part) {
        out.insert(out.end(), part.begin(), part.end());
    };
    Leveller leveller({12, true}, -1.5);
    for (std::size_t at = 0; at < in.size(); at += 9600)
        leveller.put({in.data() + at, 9600}, keep);
    leveller.finish(keep);
    ASSERT_EQ(out.size(), in.size());
    float peak = 0;
    for (const float sample : out)
        peak = std::max(peak, std::abs(sample));
    EXPECT_NEAR(peak, std::pow(10.0, -2.0 / 20), 0.02);
    const auto first =
        std::find_if(out.begin(), out.end(), [](float sample) { return std::abs(sample) > 0.02F; });
    EXPECT_NEAR(static_cast<double>(first - out.begin()), static_cast<double>(onset), 8);
}

}  // namespace
}  // namespace lectern::media
