#include "media/av/output/join.hpp"

#include "media/av/probe.hpp"
#include "tests/media/support/make_clip.hpp"
#include "tests/media/support/read_clip.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using test::ClipSpec;
using test::make_clip;
using test::make_file;
using testing::HasSubstr;

ClipSpec transport_stream(double seconds, double first_timestamp) {
    ClipSpec spec;
    spec.format = "mpegts";
    spec.seconds = seconds;
    spec.first_timestamp = first_timestamp;
    return spec;
}

ClipSpec fragments(double seconds) {
    ClipSpec spec;
    spec.seconds = seconds;
    spec.movflags = "+frag_keyframe+empty_moov+default_base_moof";
    return spec;
}

// Containers in one file; parts are made of their places.
class Join : public testing::Test {
protected:
    JoinRun add(const ClipSpec& spec) { return add(test::read_file(make_clip(spec).get())); }
    JoinRun add(const std::string& bytes) {
        const FileWindow window{static_cast<std::int64_t>(bytes_.size()),
                                static_cast<std::int64_t>(bytes.size())};
        bytes_ += bytes;
        return {window, true, true, 0};
    }

    Outcome<double> join_all(std::vector<std::vector<JoinRun>> parts, const WorkControl& control = {}) {
        source_ = make_file(bytes_);
        output_ = make_file("");
        JoinRequest request;
        request.source_fd = source_.get();
        request.output_fd = output_.get();
        request.parts = std::move(parts);
        request.seconds = 1;
        request.grow = grow_;
        return join(request, control);
    }

    // The numbers that the frames show; frame i is expected at i / 25, or as much later.
    std::vector<int> numbers(double later) const {
        std::vector<int> out;
        double latest = 0;
        for (const auto& frame : test::see_frames(output_.get())) {
            latest = std::max(latest, std::abs(frame.at - static_cast<double>(out.size()) / 25));
            out.push_back(frame.number);
        }
        EXPECT_LE(latest, later);
        return out;
    }

    static std::vector<int> counted(std::initializer_list<int> ends) {
        std::vector<int> out;
        for (const int end : ends)
            for (int i = 0; i < end; ++i)
                out.push_back(i);
        return out;
    }

    // One each second, except at the beginning.
    void expect_clicks(int seconds) const {
        const auto clicks = test::clicks_in(test::hear(output_.get()));
        ASSERT_GE(clicks.size() + 1, static_cast<std::size_t>(seconds));
        for (int i = 1; i < seconds; ++i)
            EXPECT_NEAR(clicks[static_cast<std::size_t>(i) - 1], i, 0.12);
    }

    std::string bytes_;
    Growth grow_;
    UniqueFd source_, output_;
};

TEST_F(Join, PartsFollowEachOther) {
    const auto a = add(transport_stream(4, 5)), b = add(transport_stream(3, 90'000)), c = add(fragments(2));
    const auto seconds = join_all({{a}, {b}, {c}});
    ASSERT_TRUE(seconds.has_value()) << seconds.error().message << seconds.error().detail;
    // Audio comes in frames: each part is up to one longer. The last one's frames wait for their decoder.
    EXPECT_NEAR(*seconds, 9, 0.15);
    EXPECT_EQ(numbers(0.12), counted({100, 75, 50}));
    expect_clicks(9);
    const auto info = probe(output_.get(), {}, {});
    ASSERT_TRUE(info.has_value());
    EXPECT_NEAR(info->duration, *seconds, 0.05);
}

TEST_F(Join, VideoAndAudioApart) {
    auto video = transport_stream(4, 10), audio = transport_stream(4, 30);
    video.audio = "";
    audio.video = "";
    auto a = add(video), b = add(audio);
    a.zero = 10;
    b.zero = 30;
    a.audio = b.video = false;
    const auto seconds = join_all({{a, b}, {a, b}});
    ASSERT_TRUE(seconds.has_value()) << seconds.error().message << seconds.error().detail;
    EXPECT_EQ(numbers(0.03), counted({100, 100}));
    expect_clicks(8);
}

TEST_F(Join, TakesOnlyWhatIsWanted) {
    auto both = add(transport_stream(3, 0)), other = add(transport_stream(3, 0));
    both.audio = false;
    ASSERT_TRUE(join_all({{both}}).has_value());
    EXPECT_FALSE(probe(output_.get(), {}, {})->audio);
    other.video = false;
    ASSERT_TRUE(join_all({{other}}).has_value());
    EXPECT_FALSE(probe(output_.get(), {}, {})->video);
    other.audio = false;
    EXPECT_THAT(join_all({{other}}).error().message, HasSubstr("empty"));
}

TEST_F(Join, FramesOfOtherEncodersAndSizes) {
    auto small = fragments(2), other = fragments(2);
    small.width = 96;
    small.height = 54;
    other.pixels = "yuv444p";
    const auto a = add(fragments(2)), b = add(small), c = add(other), d = add(transport_stream(2, 7));
    ASSERT_TRUE(join_all({{a}, {b}, {c}, {d}}).has_value());
    EXPECT_EQ(numbers(0.3), counted({50, 50, 50, 50}));
}

TEST_F(Join, WhatOneFileCannotHold) {
    auto rate = transport_stream(2, 0), channels = rate, codec = rate, old = rate;
    rate.rate = 44'100;
    channels.channels = 1;
    codec.video = "mpeg2video";
    const auto a = add(transport_stream(2, 0)), b = add(rate), c = add(channels), d = add(codec);
    EXPECT_THAT(join_all({{a}, {b}}).error().message, HasSubstr("form of its audio"));
    EXPECT_THAT(join_all({{a}, {c}}).error().message, HasSubstr("form of its audio"));
    EXPECT_THAT(join_all({{a}, {d}}).error().message, HasSubstr("form of its video"));
    old.format = "matroska";
    old.video = "libvpx";
    const auto e = add(old);
    EXPECT_THAT(join_all({{e}}).error().message, HasSubstr("MP4"));
}

TEST_F(Join, BeginsWithAFrameThatCanBeSeen) {
    auto spec = transport_stream(4, 0);
    spec.audio = "";
    const std::string whole = test::read_file(make_clip(spec).get());
    const auto begin = whole.size() / 8 / 188 * 188;  // between two keyframes
    const auto a = add(whole.substr(begin));
    ASSERT_TRUE(join_all({{a}}).has_value());
    const auto frames = test::see_frames(output_.get());
    ASSERT_FALSE(frames.empty());
    EXPECT_EQ(frames.front().number % 50, 0) << "a keyframe";
    EXPECT_EQ(frames.back().number, 99);
}

TEST_F(Join, DamageIsPassedOver) {
    std::string whole = test::read_file(make_clip(transport_stream(4, 0)).get());
    for (std::size_t at = whole.size() / 2; at < whole.size() / 2 + 3'000; ++at)
        whole[at] = 'x';
    const auto a = add(whole), b = add(transport_stream(2, 0));
    const auto seconds = join_all({{a}, {b}});
    ASSERT_TRUE(seconds.has_value());
    EXPECT_NEAR(*seconds, 6, 0.2);
}

TEST_F(Join, GrowsNoFurtherThanItMay) {
    const auto a = add(transport_stream(4, 0));
    std::int64_t asked = 0;
    grow_ = [&](std::int64_t end) -> Outcome<> {
        asked = end;
        return {};
    };
    ASSERT_TRUE(join_all({{a}}).has_value());
    const auto whole = static_cast<std::int64_t>(test::read_file(output_.get()).size());
    EXPECT_EQ(asked, whole);
    grow_ = [whole](std::int64_t end) -> Outcome<> {
        return end < whole ? Outcome<>() : Outcome<>(Failure::permanent("too large"));
    };
    EXPECT_EQ(join_all({{a}}).error().message, "too large");
    EXPECT_LT(static_cast<std::int64_t>(test::read_file(output_.get()).size()), whole);
    grow_ = [](std::int64_t) -> Outcome<> { throw std::runtime_error("the disk is broken"); };
    EXPECT_THROW(static_cast<void>(join_all({{a}})), std::runtime_error);
}

// Boxes around `place` say that they have so many bytes more.
void grow_boxes(std::string& bytes, std::size_t place, std::size_t more) {
    for (const char* type : {"moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1", "avcC"}) {
        const auto at = bytes.rfind(type, place) - 4;
        std::size_t size = more;
        for (std::size_t i = 0; i < 4; ++i)
            size += std::size_t{static_cast<unsigned char>(bytes[at + i])} << (24 - 8 * i);
        for (std::size_t i = 0; i < 4; ++i)
            bytes[at + i] = static_cast<char>(size >> (24 - 8 * i));
    }
}

// Fragments whose header has two more, and long, sets of parameters for the frames; they hold `fill`.
std::string with_long_headers(char fill) {
    auto spec = fragments(2);
    spec.audio = "";
    std::string bytes = test::read_file(make_clip(spec).get());
    const auto config = bytes.find("avcC") + 4;
    const auto sequence_bytes = static_cast<std::size_t>(static_cast<unsigned char>(bytes[config + 7]));
    const auto count = config + 8 + sequence_bytes;
    // The length, what a decoder takes for a short set, and what it does not look at.
    const std::string set = "\x9c\x40\x68\x11\x38\xe0" + std::string(39'996, fill);
    bytes[count] = static_cast<char>(bytes[count] + 2);
    bytes.insert(count + 1, set + set);
    grow_boxes(bytes, config, 2 * set.size());
    return bytes;
}

TEST_F(Join, LongHeadersAreNotRepeated) {
    const auto a = add(with_long_headers('\x91')), b = add(with_long_headers('\x92'));
    const auto once = join_all({{a}, {a}});
    ASSERT_TRUE(once.has_value()) << once.error().message << once.error().detail;
    EXPECT_THAT(join_all({{a}, {b}}).error().message, HasSubstr("form of its video"));
}

TEST_F(Join, ClocksBeyondAllRecordings) {
    std::string bytes = test::read_file(make_clip(fragments(2)).get());
    for (auto at = bytes.find("tfdt"); at != bytes.npos; at = bytes.find("tfdt", at + 1)) {
        ASSERT_EQ(bytes[at + 4], 1) << "a time of eight bytes follows";
        bytes[at + 8] = '\x40';
    }
    const auto a = add(bytes);
    EXPECT_THAT(join_all({{a}}).error().message, HasSubstr("clock of the stream is damaged"));
}

TEST_F(Join, WhatIsNoStream) {
    const auto text = add(std::string(5'000, 'x')), empty = add(std::string());
    EXPECT_THAT(join_all({{text}}).error().message, HasSubstr("no video or audio"));
    EXPECT_THAT(join_all({{empty}}).error().message, HasSubstr("no video or audio"));
    EXPECT_TRUE(join_all({}).has_error());
}

TEST_F(Join, EndsWhenCancelled) {
    const auto a = add(transport_stream(4, 0));
    std::stop_source source;
    source.request_stop();
    EXPECT_EQ(join_all({{a}}, {source.get_token(), {}}).error().kind, FailureKind::cancelled);
    std::stop_source later;
    const auto ended = join_all({{a}, {a}, {a}}, {later.get_token(), [&](double) { later.request_stop(); }});
    EXPECT_EQ(ended.error().kind, FailureKind::cancelled);
}

}  // namespace
}  // namespace lectern::media
