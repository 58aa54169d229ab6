#include "media/av/video_rotation.hpp"

#include <cmath>
#include <cstring>
#include <new>
#include <numbers>

namespace lectern::media {

namespace {

const std::int32_t* display_matrix(const AVStream& stream) {
#if LIBAVFORMAT_VERSION_MAJOR >= 61
    const AVPacketSideData* data = av_packet_side_data_get(
        stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    return data != nullptr && data->size >= 36 ? reinterpret_cast<const std::int32_t*>(data->data) : nullptr;
#else
    std::size_t size = 0;
    const std::uint8_t* data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    return data != nullptr && size >= 36 ? reinterpret_cast<const std::int32_t*>(data) : nullptr;
#endif
}

}  // namespace

Orientation video_orientation(const AVStream& stream) {
    const std::int32_t* matrix = display_matrix(stream);
    if (matrix == nullptr) return {};
    // The matrix moves (x, y), with y downwards, to (a x + c y, b x + d y).
    double a = matrix[0];
    double b = matrix[1];
    const double c = matrix[3];
    const double d = matrix[4];
    const double area = a * d - b * c;
    if (area == 0) return {};
    const bool mirrored = area < 0;
    if (mirrored) {
        a = -a;
        b = -b;
    }
    const int quarter = static_cast<int>(std::lround(std::atan2(b, a) / (std::numbers::pi / 2)));
    return {(quarter + 4) % 4 * 90, mirrored};
}

void keep_rotation(const AVStream& from, AVStream& to) {
    const std::int32_t* matrix = display_matrix(from);
    if (matrix == nullptr) return;
    constexpr std::size_t bytes = 9 * sizeof(std::int32_t);
#if LIBAVFORMAT_VERSION_MAJOR >= 61
    // avcodec_parameters_copy() may have brought it along already.
    AVPacketSideData* data = av_packet_side_data_new(
        &to.codecpar->coded_side_data, &to.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX, bytes, 0);
    std::uint8_t* copy = data != nullptr ? data->data : nullptr;
#else
    std::uint8_t* copy = av_stream_new_side_data(&to, AV_PKT_DATA_DISPLAYMATRIX, bytes);
#endif
    if (copy == nullptr) throw std::bad_alloc();
    std::memcpy(copy, matrix, bytes);
}

}  // namespace lectern::media
