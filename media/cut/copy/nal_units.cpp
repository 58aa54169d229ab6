#include "media/cut/copy/nal_units.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace lectern::media {

namespace {

// Types of NAL units: HEVC table 7-1.
constexpr int hevc_first_irap = 16;
constexpr int hevc_last_irap = 21;
constexpr int hevc_vps = 32;
constexpr int hevc_pps = 34;

void units_with_lengths(Bytes data, std::size_t width, const std::function<void(Bytes)>& take) {
    while (data.size() > width) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < width; ++i)
            size = size << 8 | data[i];
        data = data.subspan(width);
        if (size > data.size()) return;
        if (size > 0) take(data.first(size));
        data = data.subspan(size);
    }
}

void units_with_start_codes(Bytes data, const std::function<void(Bytes)>& take) {
    constexpr std::uint8_t code[] = {0, 0, 1};
    auto at = std::search(data.begin(), data.end(), std::begin(code), std::end(code));
    while (at != data.end()) {
        const auto begin = at + std::size(code);
        at = std::search(begin, data.end(), std::begin(code), std::end(code));
        auto end = at;
        while (end != begin && *(end - 1) == 0)
            --end;
        if (begin != end) take({begin, end});
    }
}

void for_each_typed_unit(const AVPacket& packet, const AVCodecParameters& codec,
                         const std::function<void(Bytes unit, int type)>& take) {
    const bool hevc = codec.codec_id == AV_CODEC_ID_HEVC;
    for_each_unit(data_of(packet), length_bytes(codec),
                  [&](Bytes unit) { take(unit, hevc ? unit[0] >> 1 & 0x3F : h264_type(unit)); });
}

bool has_units(const AVCodecParameters& codec) {
    return codec.codec_id == AV_CODEC_ID_H264 || codec.codec_id == AV_CODEC_ID_HEVC;
}

// Zeros at its end belong to no unit.
Bytes without_zeros(Bytes unit) {
    while (!unit.empty() && unit.back() == 0)
        unit = unit.first(unit.size() - 1);
    return unit;
}

struct ByContent {
    bool operator()(Bytes one, Bytes other) const { return std::ranges::lexicographical_compare(one, other); }
};
using Units = std::set<Bytes, ByContent>;

Units header_units(const AVCodecParameters& codec) {
    Units units;
    for_each_header_unit(extradata_of(codec), codec.codec_id,
                         [&](Bytes unit) { units.insert(without_zeros(unit)); });
    return units;
}

bool brings_other_sets(const AVPacket& packet, const AVCodecParameters& codec) {
    bool other = false;
    std::optional<Units> known;
    for_each_typed_unit(packet, codec, [&](Bytes unit, int type) {
        const bool set = codec.codec_id == AV_CODEC_ID_HEVC ? type >= hevc_vps && type <= hevc_pps
                                                            : type == h264_sps || type == h264_pps;
        if (!set || other) return;
        if (!known) known = header_units(codec);
        other = !known->contains(without_zeros(unit));
    });
    return other;
}

// Gives `count` units, each behind its size in two bytes, and moves `rest` behind them.
bool take_sized(Bytes& rest, int count, const std::function<void(Bytes)>& take) {
    for (int i = 0; i < count; ++i) {
        if (rest.size() < 2) return false;
        const std::size_t size = static_cast<std::size_t>(rest[0]) << 8 | rest[1];
        rest = rest.subspan(2);
        if (size == 0 || size > rest.size()) return false;
        take(rest.first(size));
        rest = rest.subspan(size);
    }
    return true;
}

bool units_of_avcc(Bytes record, const std::function<void(Bytes)>& take) {
    Bytes rest = record.subspan(std::min<std::size_t>(5, record.size()));
    for (const std::uint8_t mask : {std::uint8_t{0x1F}, std::uint8_t{0xFF}}) {
        if (rest.empty()) return false;
        const int count = rest[0] & mask;
        rest = rest.subspan(1);
        if (!take_sized(rest, count, take)) return false;
    }
    return true;
}

bool units_of_hvcc(Bytes record, const std::function<void(Bytes)>& take) {
    constexpr std::size_t arrays_at = 22, array_head = 3;
    if (record.size() <= arrays_at) return false;
    Bytes rest = record.subspan(arrays_at + 1);
    for (int arrays = record[arrays_at]; arrays > 0; --arrays) {
        if (rest.size() < array_head) return false;
        const int count = rest[1] << 8 | rest[2];
        rest = rest.subspan(array_head);
        if (!take_sized(rest, count, take)) return false;
    }
    return true;
}

}  // namespace

Bytes data_of(const AVPacket& packet) {
    return {packet.data, static_cast<std::size_t>(std::max(packet.size, 0))};
}

Bytes extradata_of(const AVCodecParameters& codec) {
    return {codec.extradata, static_cast<std::size_t>(std::max(codec.extradata_size, 0))};
}

std::size_t length_bytes(const AVCodecParameters& codec) {
    const Bytes head = extradata_of(codec);
    const bool hevc = codec.codec_id == AV_CODEC_ID_HEVC;
    const std::size_t at = hevc ? 21 : 4;
    if (head.size() <= at || (head[0] == 0 && head[1] == 0)) return 0;
    return (head[at] & 3U) + 1;
}

bool for_each_header_unit(Bytes extradata, AVCodecID codec, const std::function<void(Bytes unit)>& take) {
    const bool start_code = extradata.size() >= 2 && extradata[0] == 0 && extradata[1] == 0;
    if (codec == AV_CODEC_ID_HEVC && !extradata.empty() && !start_code) return units_of_hvcc(extradata, take);
    if (codec == AV_CODEC_ID_H264 && !extradata.empty() && extradata[0] == 1)
        return units_of_avcc(extradata, take);
    units_with_start_codes(extradata, take);
    return true;
}

void for_each_unit(Bytes data, std::size_t length_bytes, const std::function<void(Bytes unit)>& take) {
    if (length_bytes > 0) {
        units_with_lengths(data, length_bytes, take);
    } else {
        units_with_start_codes(data, take);
    }
}

bool starts_decoding(const AVPacket& packet, const AVCodecParameters& codec) {
    if ((packet.flags & AV_PKT_FLAG_KEY) == 0) return false;
    if (!has_units(codec)) return true;
    bool starts = false;
    for_each_typed_unit(packet, codec, [&](Bytes, int type) {
        starts =
            starts || (codec.codec_id == AV_CODEC_ID_HEVC ? type >= hevc_first_irap && type <= hevc_last_irap
                                                          : type == h264_idr);
    });
    return starts;
}

bool changes_parameters(const AVPacket& packet, const AVCodecParameters& codec) {
    if (av_packet_get_side_data(&packet, AV_PKT_DATA_PARAM_CHANGE, nullptr) != nullptr) return true;
    std::size_t size = 0;
    const std::uint8_t* fresh = av_packet_get_side_data(&packet, AV_PKT_DATA_NEW_EXTRADATA, &size);
    if (fresh != nullptr && !std::ranges::equal(Bytes(fresh, size), extradata_of(codec))) return true;
    return has_units(codec) && brings_other_sets(packet, codec);
}

}  // namespace lectern::media
