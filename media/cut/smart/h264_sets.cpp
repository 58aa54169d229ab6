#include "media/cut/smart/h264_sets.hpp"

#include <algorithm>
#include <array>

namespace lectern::media {

namespace {

// Reads the bits of a NAL unit. After the end it reads zeros and is no longer good().
class BitReader {
public:
    // An encoder puts a 3 behind two zeros, so that no start code is seen.
    explicit BitReader(Bytes unit) {
        int zeros = 0;
        for (const std::uint8_t byte : unit) {
            const bool inserted = zeros >= 2 && byte == 3;
            zeros = byte == 0 ? zeros + 1 : 0;
            if (!inserted) bytes_.push_back(byte);
        }
    }

    bool good() const { return at_ <= bytes_.size() * 8; }
    int bit() {
        const std::size_t byte = at_ / 8;
        const int value = byte < bytes_.size() ? bytes_[byte] >> (7 - at_ % 8) & 1 : 0;
        ++at_;
        return value;
    }
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; ++i)
            value = value << 1 | bit();
        return value;
    }
    // Exp-Golomb codes: ue(v) and se(v). Nothing that is read here needs more than 16 bits, but some values
    // that are passed over have 32.
    std::int64_t number() {
        int zeros = 0;
        while (zeros < 32 && good() && bit() == 0)
            ++zeros;
        std::int64_t rest = 0;
        for (int i = 0; i < zeros; ++i)
            rest = rest << 1 | bit();
        return (std::int64_t{1} << zeros) - 1 + rest;
    }
    std::int64_t signed_number() {
        const std::int64_t code = number();
        return code % 2 == 0 ? -code / 2 : (code + 1) / 2;
    }
    int small_number() { return static_cast<int>(std::min<std::int64_t>(number(), 1 << 16)); }

private:
    std::vector<std::uint8_t> bytes_;
    std::size_t at_ = 0;
};

constexpr int most_in_cycle = 255;  // num_ref_frames_in_pic_order_cnt_cycle
constexpr int most_sequence_id = 31;
constexpr int most_picture_id = 255;
constexpr std::size_t most_sets = 256;  // of a kind: so many ids there are

bool tells_chroma(int profile) {
    constexpr std::array profiles{100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135};
    return std::ranges::find(profiles, profile) != profiles.end();
}

void skip_scaling_list(BitReader& bits, int size) {
    std::int64_t last = 8, next = 8;
    for (int i = 0; i < size && next != 0; ++i) {
        next = (last + bits.signed_number() + 256) % 256;
        if (next != 0) last = next;
    }
}

void read_chroma(BitReader& bits, SequenceSet& set) {
    set.chroma_format = bits.small_number();
    if (set.chroma_format == 3) bits.bit();
    set.luma_bits = 8 + bits.small_number();
    set.chroma_bits = 8 + bits.small_number();
    bits.bit();  // qpprime_y_zero_transform_bypass_flag
    if (bits.bit() == 0) return;
    const int lists = set.chroma_format == 3 ? 12 : 8;
    for (int i = 0; i < lists; ++i) {
        if (bits.bit() == 1) skip_scaling_list(bits, i < 6 ? 16 : 64);
    }
}

void skip_order_count(BitReader& bits) {
    const int type = bits.small_number();
    if (type == 0) bits.number();
    if (type != 1) return;
    bits.bit();
    bits.number();
    bits.number();
    const int count = std::min(bits.small_number(), most_in_cycle);
    for (int i = 0; i < count; ++i)
        bits.number();
}

void add_once(std::vector<std::vector<std::uint8_t>>& sets, Bytes unit) {
    std::vector<std::uint8_t> set(unit.begin(), unit.end());
    if (std::ranges::find(sets, set) == sets.end()) sets.push_back(std::move(set));
}

void put_sets(std::vector<std::uint8_t>& record, const std::vector<std::vector<std::uint8_t>>& sets) {
    for (const auto& set : sets) {
        record.push_back(static_cast<std::uint8_t>(set.size() >> 8));
        record.push_back(static_cast<std::uint8_t>(set.size()));
        record.insert(record.end(), set.begin(), set.end());
    }
}

}  // namespace

bool SequenceSet::same_size(const SequenceSet& other) const {
    return width == other.width && height == other.height && crop_left == other.crop_left &&
           crop_right == other.crop_right && crop_top == other.crop_top && crop_bottom == other.crop_bottom;
}

std::optional<SequenceSet> read_sequence_set(Bytes unit) {
    if (unit.size() < 5 || h264_type(unit) != h264_sps) return {};
    BitReader bits(unit.subspan(1));
    SequenceSet set;
    set.profile = bits.bits(8);
    set.constraints = bits.bits(8);
    set.level = bits.bits(8);
    set.id = bits.small_number();
    if (tells_chroma(set.profile)) read_chroma(bits, set);
    bits.number();  // log2_max_frame_num_minus4
    skip_order_count(bits);
    bits.number();  // max_num_ref_frames
    bits.bit();     // gaps_in_frame_num_value_allowed_flag
    set.width = bits.small_number() + 1;
    set.height = bits.small_number() + 1;
    set.frames_only = bits.bit() == 1;
    if (!set.frames_only) {
        set.height *= 2;
        bits.bit();  // mb_adaptive_frame_field_flag
    }
    bits.bit();  // direct_8x8_inference_flag
    if (bits.bit() == 1) {
        set.crop_left = bits.small_number();
        set.crop_right = bits.small_number();
        set.crop_top = bits.small_number();
        set.crop_bottom = bits.small_number();
    }
    if (!bits.good() || set.id > most_sequence_id) return {};
    return set;
}

std::optional<PictureSet> read_picture_set(Bytes unit) {
    if (unit.size() < 2 || h264_type(unit) != h264_pps) return {};
    BitReader bits(unit.subspan(1));
    PictureSet set;
    set.id = bits.small_number();
    set.sequence_id = bits.small_number();
    if (!bits.good() || set.id > most_picture_id || set.sequence_id > most_sequence_id) return {};
    return set;
}

std::optional<ParameterSets> parameter_sets(Bytes extradata) {
    if (extradata.size() > most_headers) return {};
    ParameterSets sets;
    bool other = false;
    const auto take = [&](Bytes unit) {
        if (other) return;
        if (h264_type(unit) == h264_sps) {
            add_once(sets.sequences, unit);
        } else if (h264_type(unit) == h264_pps) {
            add_once(sets.pictures, unit);
        } else {
            other = true;
        }
        other = other || sets.sequences.size() > most_sets || sets.pictures.size() > most_sets;
    };
    const bool whole = for_each_header_unit(extradata, AV_CODEC_ID_H264, take);
    return other || !whole ? std::nullopt : std::optional(sets);
}

std::vector<std::uint8_t> avc_configuration(std::span<const ParameterSets> encodings) {
    int profile = 0, constraints = 0xFF, level = 0;
    std::size_t sequences = 0, pictures = 0;
    for (const ParameterSets& sets : encodings) {
        const SequenceSet set = read_sequence_set(sets.sequences.at(0)).value();
        profile = std::max(profile, set.profile);
        constraints &= set.constraints;  // what all of them obey
        level = std::max(level, set.level);
        sequences += sets.sequences.size();
        pictures += sets.pictures.size();
    }
    const auto byte = [](auto value) { return static_cast<std::uint8_t>(value); };
    std::vector<std::uint8_t> record{1, byte(profile), byte(constraints), byte(level), 0xFF};
    record.push_back(byte(0xE0U | sequences));
    for (const ParameterSets& sets : encodings)
        put_sets(record, sets.sequences);
    record.push_back(byte(pictures));
    for (const ParameterSets& sets : encodings)
        put_sets(record, sets.pictures);
    // 4:2:0, 8 bits, and no extensions of the sequence sets.
    if (tells_chroma(profile)) record.insert(record.end(), {0xFD, 0xF8, 0xF8, 0});
    return record;
}

}  // namespace lectern::media
