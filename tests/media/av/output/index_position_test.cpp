#include "media/av/output/index_position.hpp"

#include "media/av/output/mp4_boxes.hpp"

#include <random>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes number(std::uint64_t value, std::size_t bytes) {
    Bytes out(bytes);
    set_number_in(out, 0, bytes, value);
    return out;
}

Bytes joined(const std::vector<Bytes>& parts) {
    Bytes out;
    for (const Bytes& part : parts)
        out.insert(out.end(), part.begin(), part.end());
    return out;
}

Bytes box(const char* type, const Bytes& content) {
    return joined({number(content.size() + 8, 4), Bytes(type, type + 4), content});
}

Bytes positions(const std::vector<std::uint64_t>& at, std::size_t width) {
    std::vector<Bytes> parts{number(0, 4), number(at.size(), 4)};
    for (const std::uint64_t one : at)
        parts.push_back(number(one, width));
    return box(width == 4 ? "stco" : "co64", joined(parts));
}

// Two tracks; other boxes stand beside those of the positions.
Bytes index(const std::vector<std::uint64_t>& first, const std::vector<std::uint64_t>& second,
            std::size_t width) {
    std::vector<Bytes> parts{box("mvhd", Bytes(20, 7))};
    for (const auto& at : {first, second}) {
        const Bytes table = joined({box("stsz", Bytes(12, 9)), positions(at, width)});
        parts.push_back(box("trak", box("mdia", box("minf", box("stbl", table)))));
    }
    return box("moov", joined(parts));
}

std::vector<std::uint64_t> plus(std::vector<std::uint64_t> at, std::int64_t by) {
    for (std::uint64_t& one : at)
        one += static_cast<std::uint64_t>(by);
    return at;
}

const std::vector<std::uint64_t> video = {1000, 5000, 90'000};
const std::vector<std::uint64_t> audio = {3000};

TEST(IndexPosition, MovesAsFarAsTheIndexNeeds) {
    for (const std::size_t width : {4U, 8U}) {
        Bytes moov = index(video, audio, width);
        const auto size = static_cast<std::int64_t>(moov.size());
        for (const std::int64_t room :
             {std::int64_t{0}, std::int64_t{100}, size - 1, size, size + 1, size + 7, size + 8, size + 500}) {
            const auto moved = index_for_moved_samples(moov, room);
            ASSERT_TRUE(moved) << room;
            EXPECT_TRUE(fills_room(size, room + moved->by)) << room;
            EXPECT_LE(moved->by, std::max<std::int64_t>(size - room, 7));
            EXPECT_EQ(moved->moov, index(plus(video, moved->by), plus(audio, moved->by), width)) << room;
        }
    }
}

TEST(IndexPosition, WidensPositionsBeyond4GiB) {
    const std::vector<std::uint64_t> far = {1000, 0xFFFF'FFF0};
    Bytes moov = index(far, audio, 4);
    const auto moved = index_for_moved_samples(moov, 50);
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->moov, index(plus(far, moved->by), plus(audio, moved->by), 8));
    EXPECT_EQ(50 + moved->by, static_cast<std::int64_t>(moved->moov.size()));
    const auto near = index_for_moved_samples(moov, static_cast<std::int64_t>(moov.size()) - 8);
    ASSERT_TRUE(near);
    EXPECT_EQ(near->moov, index(plus(far, 8), plus(audio, 8), 4));
}

TEST(IndexPosition, RefusesWhatIsDamaged) {
    const Bytes good = index(video, audio, 4);
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        Bytes bad = good;
        for (int i = 0; i < 4; ++i)
            bad[random() % bad.size()] = static_cast<std::uint8_t>(random());
        if (round % 2 == 0) bad.resize(random() % bad.size());
        if (const auto moved = index_for_moved_samples(bad, 10)) {
            EXPECT_GE(moved->moov.size(), bad.size());
        }
    }
    Bytes without_end = good;
    without_end.pop_back();
    EXPECT_FALSE(index_for_moved_samples(without_end, 10));
    Bytes other = box("free", Bytes(30));
    EXPECT_FALSE(index_for_moved_samples(other, 10));
}

}  // namespace
}  // namespace lectern::media
