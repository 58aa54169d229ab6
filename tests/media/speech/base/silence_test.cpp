#include "media/speech/base/silence.hpp"

#include "media/speech/base/samples.hpp"

#include <cmath>
#include <limits>
#include <random>

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

// A voice of `voice` dB with syllables, over a room of `room` dB, silent in the given stretches.
std::vector<float> voice_in_room(double seconds, double voice, double room,
                                 const std::vector<Silence>& pauses) {
    std::mt19937 random(1);
    std::normal_distribution<float> noise;
    std::vector<float> samples(to_samples(seconds));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double at = to_seconds(i);
        samples[i] = static_cast<float>(std::pow(10, room / 20)) * noise(random);
        bool speaks = true;
        for (const Silence& pause : pauses)
            speaks = speaks && !(pause.start <= at && at < pause.end);
        const double syllable = 0.3 + 0.7 * std::abs(std::sin(at * 4 * 3.14159));
        if (speaks)
            samples[i] += static_cast<float>(std::pow(10, voice / 20) * syllable * std::sin(at * 900));
    }
    return samples;
}

TEST(Silences, AreFoundInLoudRoomsAndSoftVoices) {
    const std::vector<Silence> pauses = {{5, 5.5}, {20, 22}, {40, 40.35}, {55, 55.15}};
    for (const auto& [voice, room] : {std::pair{-12, -60}, {-12, -35}, {-30, -62}, {-25, -45}, {-6, -100}}) {
        const auto found = find_silences(voice_in_room(70, voice, room, pauses));
        ASSERT_EQ(found.size(), 3U) << voice << " over " << room;  // the last one is too short
        for (std::size_t i = 0; i < found.size(); ++i) {
            EXPECT_NEAR(found[i].start, pauses[i].start, 0.05);
            EXPECT_NEAR(found[i].end, pauses[i].end, 0.05);
        }
    }
}

TEST(Silences, FollowARoomThatChanges) {
    auto samples = voice_in_room(120, -20, -60, {{30, 31}, {50, 51}});
    const auto loud = voice_in_room(120, -12, -34, {{30, 31}, {70, 71}});
    samples.insert(samples.end(), loud.begin(), loud.end());
    const auto found = find_silences(samples);
    ASSERT_EQ(found.size(), 4U);
    EXPECT_NEAR(found[3].start, 190, 0.1);
    EXPECT_NEAR(found[3].end, 191, 0.1);
}

TEST(Silences, OfNothingSteadyNoiseAndOddSamples) {
    EXPECT_TRUE(find_silences({}).empty());
    const auto quiet = find_silences(std::vector<float>(to_samples(10)));
    ASSERT_EQ(quiet.size(), 1U);
    EXPECT_EQ(quiet[0].start, 0);
    EXPECT_DOUBLE_EQ(quiet[0].end, 10);
    EXPECT_TRUE(find_silences(voice_in_room(30, -200, -20, {})).empty()) << "steady noise may be anything";
    EXPECT_NO_THROW(find_silences(std::vector<float>(1000, NAN)));
    EXPECT_TRUE(find_silences(std::vector<float>(1, 0.5F)).empty());
}

TEST(Silences, JoinAtTheSeam) {
    std::vector<Silence> all = {{1, 2}, {9.5, 10}};
    append_silences(all, {{0, 0.5}, {3, 4}}, 10);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[1].end, 10.5);
    EXPECT_EQ(all[2].start, 13);
}

TEST(Cut, FallsIntoTheQuietestPlace) {
    const auto samples = voice_in_room(60, -20, -60, {{12, 12.5}, {41, 41.8}});
    EXPECT_NEAR(to_seconds(quietest_cut(samples, to_samples(30), to_samples(60))), 41.4, 0.2);
    EXPECT_NEAR(to_seconds(quietest_cut(samples, to_samples(5), to_samples(20))), 12.25, 0.1);
    EXPECT_EQ(quietest_cut(samples, samples.size(), samples.size() * 2), samples.size());
}

}  // namespace
}  // namespace lectern::media
