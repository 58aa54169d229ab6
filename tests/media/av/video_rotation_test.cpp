#include "media/av/video_rotation.hpp"

#include "media/av/output/mp4_writer.hpp"

#include <array>
#include <cstring>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

// A stream with the display matrix a, b, c, d: see the MP4 track header.
Orientation orientation_of(int a, int b, int c, int d) {
    constexpr int one = 1 << 16;
    const std::array<std::int32_t, 9> matrix = {a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30};
    AVFormatContext* context = avformat_alloc_context();
    AVStream* stream = avformat_new_stream(context, nullptr);
#if LIBAVFORMAT_VERSION_MAJOR >= 61
    AVCodecParameters& par = *stream->codecpar;
    auto* data = av_packet_side_data_new(&par.coded_side_data, &par.nb_coded_side_data,
                                         AV_PKT_DATA_DISPLAYMATRIX, sizeof(matrix), 0)
                     ->data;
#else
    auto* data = av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, sizeof(matrix));
#endif
    std::memcpy(data, matrix.data(), sizeof(matrix));
    const Orientation orientation = video_orientation(*stream);
    avformat_free_context(context);
    return orientation;
}

TEST(VideoOrientation, IsReadFromTheMatrix) {
    struct Case {
        std::array<int, 4> matrix;
        int turn;
        bool mirrored;
    };
    const Case cases[] = {
        {{1, 0, 0, 1}, 0, false},    {{0, 1, -1, 0}, 90, false}, {{-1, 0, 0, -1}, 180, false},
        {{0, -1, 1, 0}, 270, false}, {{-1, 0, 0, 1}, 0, true},  // left becomes right
        {{1, 0, 0, -1}, 180, true},                             // upside down
        {{0, 1, 1, 0}, 270, true},                              // x and y change places
        {{0, -1, -1, 0}, 90, true},  {{0, 0, 0, 0}, 0, false},
    };
    for (const Case& one : cases) {
        const auto [a, b, c, d] = one.matrix;
        const Orientation orientation = orientation_of(a, b, c, d);
        EXPECT_EQ(orientation.turn, one.turn) << a << b << c << d;
        EXPECT_EQ(orientation.mirrored, one.mirrored) << a << b << c << d;
    }
}

}  // namespace
}  // namespace lectern::media
