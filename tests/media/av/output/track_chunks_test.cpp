#include "media/av/output/track_chunks.hpp"

#include <new>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

struct Seen {
    int track;
    std::int64_t dts;

    bool operator==(const Seen&) const = default;
};

// Ten packets a second in both tracks; the second counts in other ticks.
class Chunks : public testing::Test {
protected:
    Chunks() {
        chunks_.add_track({1, 10});
        chunks_.add_track({1, 1000});
    }
    void put(int track, std::int64_t number, int bytes = 0) {
        const Packet packet = make_packet();
        if (bytes > 0 && av_new_packet(packet.get(), bytes) != 0) throw std::bad_alloc();
        packet->stream_index = track;
        packet->dts = track == 0 ? number : number * 100;
        chunks_.put(packet.get());
    }

    std::vector<Seen> seen_;
    TrackChunks chunks_{[this](AVPacket* packet) { seen_.push_back({packet->stream_index, packet->dts}); }};
};

TEST_F(Chunks, HoldHalfASecondOfOneTrack) {
    for (int second = 0; second < 2; ++second) {
        for (const int track : {0, 1}) {
            for (int i = 0; i < 10; ++i)
                put(track, second * 10 + i);
        }
    }
    chunks_.finish();
    std::vector<Seen> expected;
    for (int half = 0; half < 4; ++half) {
        for (int i = half * 5; i < half * 5 + 5; ++i)
            expected.push_back({0, i});
        for (int i = half * 5; i < half * 5 + 5; ++i)
            expected.push_back({1, i * 100});
    }
    EXPECT_EQ(seen_, expected);
}

TEST_F(Chunks, DoNotWaitLongForAnotherTrack) {
    for (int i = 0; i <= 100; ++i)
        put(0, i);
    EXPECT_TRUE(seen_.empty());
    put(0, 101);
    EXPECT_EQ(seen_.size(), 5U);
    for (int i = 102; i < 300; ++i)
        put(0, i);
    EXPECT_GE(seen_.size(), 195U);
}

TEST_F(Chunks, DoNotKeepManyBytes) {
    constexpr int large = 20 << 20;
    for (int i = 0; i < 3; ++i)
        put(0, i, large);
    EXPECT_TRUE(seen_.empty());
    put(0, 3, large);
    EXPECT_EQ(seen_.size(), 4U);
}

TEST_F(Chunks, HoldOnePacketOfThoseThatAreFarApart) {
    for (const int number : {0, 50}) {
        put(0, number);
        put(1, number);
    }
    EXPECT_EQ(seen_, (std::vector<Seen>{{0, 0}}));
    put(0, 51);
    chunks_.finish();
    EXPECT_EQ(seen_, (std::vector<Seen>{{0, 0}, {1, 0}, {0, 50}, {0, 51}, {1, 5000}}));
}

}  // namespace
}  // namespace lectern::media
