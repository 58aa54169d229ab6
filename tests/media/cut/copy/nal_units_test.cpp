#include "media/cut/copy/nal_units.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using Unit = std::vector<std::uint8_t>;

CodecParameters parameters(AVCodecID codec, const Unit& extradata) {
    CodecParameters made(avcodec_parameters_alloc());
    made->codec_id = codec;
    made->extradata = static_cast<std::uint8_t*>(av_mallocz(extradata.size() + AV_INPUT_BUFFER_PADDING_SIZE));
    std::ranges::copy(extradata, made->extradata);
    made->extradata_size = static_cast<int>(extradata.size());
    return made;
}

// Of units behind start codes or behind their size in 4 bytes.
Packet packet_of(const std::vector<Unit>& units, bool start_codes) {
    Unit bytes;
    for (const Unit& unit : units) {
        const auto size = static_cast<std::uint8_t>(start_codes ? 1 : unit.size());
        bytes.insert(bytes.end(), {0, 0, 0, size});
        bytes.insert(bytes.end(), unit.begin(), unit.end());
    }
    Packet packet = make_packet();
    EXPECT_EQ(av_new_packet(packet.get(), static_cast<int>(bytes.size())), 0);
    std::ranges::copy(bytes, packet->data);
    return packet;
}

const Unit avcc{1, 100, 0, 31, 0xFF, 0xE1, 0, 4, 0x67, 1, 2, 3, 2, 0, 3, 0x68, 4, 0, 0, 2, 0x68, 5};

// A VPS, and two SPS in one array.
const Unit hvcc = [] {
    Unit record(22, 1);
    record[21] = 3;
    record.insert(record.end(), {2, 32, 0, 1, 0, 3, 64, 1, 7, 33, 0, 2, 0, 3, 66, 1, 8, 0, 3, 66, 1, 9});
    return record;
}();

TEST(NalUnits, OfHeadersAreGivenOneByOne) {
    const auto units = [](const Unit& extradata, AVCodecID codec) {
        std::vector<Unit> given;
        const bool whole = for_each_header_unit(
            extradata, codec, [&](Bytes unit) { given.emplace_back(unit.begin(), unit.end()); });
        if (!whole) given.clear();
        return given;
    };
    EXPECT_EQ(units(avcc, AV_CODEC_ID_H264), (std::vector<Unit>{{0x67, 1, 2, 3}, {0x68, 4, 0}, {0x68, 5}}));
    EXPECT_EQ(units(hvcc, AV_CODEC_ID_HEVC), (std::vector<Unit>{{64, 1, 7}, {66, 1, 8}, {66, 1, 9}}));
    const Unit annex_b{0, 0, 0, 1, 66, 1, 0, 0, 1, 68, 1};
    EXPECT_EQ(units(annex_b, AV_CODEC_ID_H264), (std::vector<Unit>{{66, 1}, {68, 1}}));
    EXPECT_EQ(units(annex_b, AV_CODEC_ID_HEVC), (std::vector<Unit>{{66, 1}, {68, 1}}));
    for (std::size_t size = 1; size < hvcc.size(); ++size)
        EXPECT_TRUE(
            units(Unit(hvcc.begin(), hvcc.begin() + static_cast<int>(size)), AV_CODEC_ID_HEVC).empty());
}

TEST(NalUnits, OnlySetsThatAreNewChangeTheParameters) {
    const CodecParameters h264 = parameters(AV_CODEC_ID_H264, avcc);
    const CodecParameters hevc = parameters(AV_CODEC_ID_HEVC, hvcc);
    const Unit slice{0x65, 9};
    const auto changes = [](const std::vector<Unit>& units, const CodecParameters& codec) {
        return changes_parameters(*packet_of(units, false), *codec);
    };
    EXPECT_FALSE(changes({slice}, h264));
    EXPECT_FALSE(changes({{0x67, 1, 2, 3}, {0x68, 4}, {0x68, 5, 0, 0}, slice}, h264));
    EXPECT_TRUE(changes({{0x67, 1, 2, 3}, {0x68, 6}, slice}, h264));
    EXPECT_TRUE(changes({{0x67, 1, 2}, slice}, h264)) << "a part of one";
    EXPECT_FALSE(changes({{66, 1, 9}, {64, 1, 7}}, hevc));
    EXPECT_TRUE(changes({{66, 1, 7}}, hevc));
    const CodecParameters started = parameters(AV_CODEC_ID_H264, {0, 0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x68, 2});
    EXPECT_FALSE(changes_parameters(*packet_of({{0x67, 1}, {0x68, 2}, slice}, true), *started));
    EXPECT_TRUE(changes_parameters(*packet_of({{0x67, 1}, {0x68, 3}, slice}, true), *started));
}

}  // namespace
}  // namespace lectern::media
