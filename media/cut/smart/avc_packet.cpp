#include "media/cut/smart/avc_packet.hpp"

#include "media/av/error.hpp"
#include "media/cut/copy/nal_units.hpp"

#include <cstring>
#include <vector>

namespace lectern::media {

namespace {

constexpr std::size_t width = 4;

bool is_set(Bytes unit) {
    return h264_type(unit) == h264_sps || h264_type(unit) == h264_pps;
}

}  // namespace

void repack(AVPacket& packet, std::size_t length_bytes) {
    std::vector<Bytes> kept;
    std::size_t size = 0;
    bool sets = false;
    for_each_unit(data_of(packet), length_bytes, [&](Bytes unit) {
        sets = sets || is_set(unit);
        if (is_set(unit)) return;
        kept.push_back(unit);
        size += width + unit.size();
    });
    if (length_bytes == width && !sets) return;
    const Packet made = make_packet();
    check(av_new_packet(made.get(), static_cast<int>(size)), "packet");
    std::uint8_t* to = made->data;
    for (const Bytes unit : kept) {
        for (std::size_t i = 0; i < width; ++i)
            *to++ = static_cast<std::uint8_t>(unit.size() >> (8 * (width - 1 - i)));
        std::memcpy(to, unit.data(), unit.size());
        to += unit.size();
    }
    check(av_packet_copy_props(made.get(), &packet), "packet");
    av_packet_unref(&packet);
    av_packet_move_ref(&packet, made.get());
}

}  // namespace lectern::media
