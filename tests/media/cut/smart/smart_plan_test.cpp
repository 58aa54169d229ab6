#include "media/cut/smart/smart_plan.hpp"

#include "media/av/recording.hpp"
#include "tests/media/support/make_clip.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

using Unit = std::vector<std::uint8_t>;

// Writes the bits of a parameter set.
class BitWriter {
public:
    explicit BitWriter(std::uint8_t header) { bits(header, 8); }
    BitWriter& bits(unsigned value, int count) {
        for (int i = count; i-- > 0;) {
            if (filled_ % 8 == 0) unit_.push_back(0);
            unit_.back() = static_cast<std::uint8_t>(unit_.back() | (value >> i & 1U) << (7 - filled_ % 8));
            ++filled_;
        }
        return *this;
    }
    BitWriter& number(unsigned value) {  // ue(v)
        int length = 1;
        while ((value + 1) >> length != 0)
            ++length;
        return bits(0, length - 1).bits(value + 1, length);
    }
    Unit unit() { return bits(1, 1).unit_; }

private:
    Unit unit_;
    int filled_ = 0;
};

struct Sequence {
    unsigned profile = 100;
    unsigned id = 0;
    unsigned chroma = 1;
    unsigned depth = 8;
    bool frames_only = true;
    unsigned crop_left = 0;
};

Unit sequence(const Sequence& s) {
    BitWriter writer(0x67);
    writer.bits(s.profile, 8).bits(0, 8).bits(31, 8).number(s.id);
    if (s.profile >= 100) {
        writer.number(s.chroma).number(s.depth - 8).number(s.depth - 8).bits(0, 2);
    }
    writer.number(0).number(0).number(2).number(4).bits(0, 1);  // until gaps_in_frame_num
    writer.number(79).number(44).bits(s.frames_only ? 1 : 0, 1);
    if (!s.frames_only) writer.bits(0, 1);
    writer.bits(1, 1).bits(1, 1).number(s.crop_left).number(0).number(0).number(4).bits(0, 1);
    return writer.unit();
}

Unit picture(unsigned id, unsigned sequence_id) {
    return BitWriter(0x68).number(id).number(sequence_id).bits(0, 8).unit();
}

SmartSource good_source() {
    SmartSource source;
    source.parameters = ParameterSets{{sequence({})}, {picture(0, 0)}};
    return source;
}

TEST(SmartPlan, TellsWhichRecordingsCanBeCutSo) {
    struct Case {
        const char* why;  // a part of the reason; empty if it can
        std::function<void(SmartSource&)> change;
    };
    const auto sets = [](std::vector<Unit> sequences, std::vector<Unit> pictures) {
        return [=](SmartSource& source) { source.parameters = ParameterSets{sequences, pictures}; };
    };
    const Case cases[] = {
        {"", [](SmartSource&) {}},
        {"", sets({sequence({.profile = 66})}, {picture(0, 0)})},
        {"", sets({sequence({.profile = 77, .id = 3})}, {picture(0, 3), picture(1, 3)})},
        {"not H.264", [](SmartSource& source) { source.h264 = false; }},
        {"height", [](SmartSource& source) { source.limited_height = true; }},
        {"interlaced", [](SmartSource& source) { source.interlaced = true; }},
        {"mirrored", [](SmartSource& source) { source.mirrored = true; }},
        {"HDR", [](SmartSource& source) { source.high_range = true; }},
        {"1080p", [](SmartSource& source) { source.too_large = true; }},
        {"", [](SmartSource& source) { source.drawn = true; }},
        {"turned", [](SmartSource& source) { source.drawn = source.turned = true; }},
        {"not square", [](SmartSource& source) { source.drawn = true, source.square_pixels = false; }},
        {"colours", [](SmartSource& source) { source.drawn = true, source.usual_colours = false; }},
        // Where nothing is drawn, they do not matter.
        {"",
         [](SmartSource& source) {
             source.turned = true;
             source.square_pixels = source.usual_colours = false;
         }},
        {"cannot be read", [](SmartSource& source) { source.parameters.reset(); }},
        {"no parameter sets", sets({}, {})},
        {"no parameter sets", sets({sequence({})}, {})},
        {"several", sets({sequence({}), sequence({.id = 1})}, {picture(0, 0)})},
        {"cannot be read", sets({{0x67, 100, 0, 31}}, {picture(0, 0)})},
        {"cannot be read", sets({sequence({})}, {{0x68}})},
        {"another video", sets({sequence({})}, {picture(0, 1)})},
        {"twice", sets({sequence({})}, {picture(0, 0),
                                        [] {
                                            Unit other = picture(0, 0);
                                            other.push_back(0x80);
                                            return other;
                                        }()})},
        {"10 bits", sets({sequence({.depth = 10})}, {picture(0, 0)})},
        {"4:2:0", sets({sequence({.chroma = 2})}, {picture(0, 0)})},
        {"profile 110", sets({sequence({.profile = 110})}, {picture(0, 0)})},
        {"profile 88", sets({sequence({.profile = 88})}, {picture(0, 0)})},
        {"fields", sets({sequence({.frames_only = false})}, {picture(0, 0)})},
        {"left", sets({sequence({.crop_left = 1})}, {picture(0, 0)})},
    };
    for (const Case& one : cases) {
        SmartSource source = good_source();
        one.change(source);
        const SmartDecision decision = decide_smart(source);
        EXPECT_EQ(decision.possible(), *one.why == '\0') << one.why << ": " << decision.why_not;
        EXPECT_THAT(decision.why_not, testing::HasSubstr(one.why));
    }
}

TEST(SmartPlan, FindsAFreeId) {
    const auto free_id = [](std::vector<unsigned> pictures, unsigned sequence_id) {
        SmartSource source;
        source.parameters = ParameterSets{{sequence({.id = sequence_id})}, {}};
        for (const unsigned id : pictures)
            source.parameters->pictures.push_back(picture(id, sequence_id));
        const SmartDecision decision = decide_smart(source);
        return decision.possible() ? decision.free_id : -1;
    };
    EXPECT_EQ(free_id({0}, 0), 1);
    EXPECT_EQ(free_id({1}, 1), 0);
    EXPECT_EQ(free_id({0}, 1), 2);
    EXPECT_EQ(free_id({0, 1, 3}, 2), 4);
    EXPECT_EQ(free_id({40}, 0), 1);
    std::vector<unsigned> all(32);
    for (unsigned i = 0; i < 32; ++i)
        all[i] = i;
    EXPECT_EQ(free_id(all, 0), -1);
}

TEST(SmartPlan, TellsWhereItIsWorthIt) {
    struct Case {
        const char* why;
        SmartJoin join;
    };
    const Case cases[] = {
        {"", {10, 20, 0, 12, true}},
        {"", {10, 20, 0, 10, true}},
        {"", {10, 20, 0, 17.4, true}},
        {"no IDR frame in its first 7.5", {10, 20, 0, 17.6, true}},
        {"no IDR frame in its first 7.5", {10, 20, 0, {}, true}},
        {"no IDR frame in its first 7.5", {10, 20, 0, 20, true}},
        {"", {10, 43'210, 0, 129, true}},
        {"no IDR frame in its first 120", {10, 43'210, 0, 131, true}},
        {"not in order", {10, 20, 0, 12, false}},
        {"", {10, 20, 5, 15, true}},
        {"no IDR frame in its first 7.5", {10, 20, 5, {}, true}},
        {"too short for its name", {10, 16, 5, {}, true}},
    };
    for (const Case& one : cases) {
        const std::string why = why_no_join(one.join);
        EXPECT_EQ(why.empty(), *one.why == '\0') << why;
        EXPECT_THAT(why, testing::HasSubstr(one.why));
    }
}

// What an encoder writes, and what a muxer keeps of it.
TEST(ParameterSets, AreReadFromRealHeaders) {
    for (const char* format : {"mp4", "mpegts"}) {
        SCOPED_TRACE(format);
        const UniqueFd fd = test::make_clip({.format = format, .seconds = 1});
        const Recording recording = open_media(fd.get(), {}, {});
        const auto sets = parameter_sets(extradata_of(*recording.video()->codecpar));
        ASSERT_TRUE(sets);
        ASSERT_EQ(sets->sequences.size(), 1U);
        ASSERT_EQ(sets->pictures.size(), 1U);
        const auto read = read_sequence_set(sets->sequences[0]);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->profile, recording.video()->codecpar->profile & 0xFF);
        EXPECT_EQ(read->level, recording.video()->codecpar->level);
        EXPECT_EQ(read->width, 12);
        EXPECT_EQ(read->height, 7);
        EXPECT_EQ(read->crop_bottom, 2) << "108 of 112 rows, in rows of colour";
        EXPECT_TRUE(read->frames_only);
        EXPECT_TRUE(read_picture_set(sets->pictures[0]));
    }
}

TEST(ParameterSets, StandInOneConfiguration) {
    const std::vector<ParameterSets> encodings{{{sequence({.profile = 77, .id = 1})}, {picture(1, 1)}},
                                               {{sequence({})}, {picture(0, 0), picture(2, 0)}}};
    const std::vector<std::uint8_t> record = avc_configuration(encodings);
    const auto read = parameter_sets(record);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->sequences, (std::vector{encodings[0].sequences[0], encodings[1].sequences[0]}));
    EXPECT_EQ(read->pictures.size(), 3U);
    EXPECT_EQ(record[1], 100);
    EXPECT_EQ(record[3], 31);
}

// Reading them would take as long as their maker likes.
TEST(ParameterSets, AreFewAndShort) {
    const auto read = [](int pictures, std::size_t size) {
        Unit headers;
        for (int i = 0; i < pictures; ++i) {
            const auto low = static_cast<std::uint8_t>(i % 200 + 1),
                       high = static_cast<std::uint8_t>(i / 200 + 1);
            headers.insert(headers.end(), {0, 0, 1, 0x68, low, high});
            headers.insert(headers.end(), size, 0xFF);
        }
        const auto sets = parameter_sets(headers);
        return sets ? sets->pictures.size() : 0;
    };
    EXPECT_EQ(read(200, 4), 200U);
    EXPECT_EQ(read(1'000, 4), 0U);
    EXPECT_EQ(read(1, 65'500), 1U);
    EXPECT_EQ(read(1, 66'000), 0U);
}

TEST(ParameterSets, DamageIsSeen) {
    const std::vector<ParameterSets> encodings{{{sequence({})}, {picture(0, 0)}}};
    const std::vector<std::uint8_t> record = avc_configuration(encodings);
    const std::size_t sets_end = record.size() - 4;  // of the extension
    for (std::size_t size = 1; size < sets_end; ++size)
        EXPECT_FALSE(parameter_sets(Bytes(record).first(size))) << size;
    const Unit whole = sequence({});
    for (std::size_t size = 0; size + 2 < whole.size(); ++size)
        EXPECT_FALSE(read_sequence_set(Bytes(whole).first(size))) << size;
}

}  // namespace
}  // namespace lectern::media
