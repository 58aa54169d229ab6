#include "media/pictures/peaks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lectern::media {
namespace {

constexpr int samples_of_pair = PeakMeter::rate / PeakMeter::peaks_a_second;

std::int8_t at(std::string_view pairs, std::size_t index) {
    return static_cast<std::int8_t>(pairs[index]);
}

char byte_of(float sample) {
    // NaN, which a damaged file may give, is silence.
    const float scaled = std::isnan(sample) ? 0.0F : std::clamp(sample * 128, -128.0F, 127.0F);
    return static_cast<char>(static_cast<std::int8_t>(scaled));
}

void append_number(std::string& bytes, std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>(number >> shift & 0xFFU);
}

}  // namespace

void PeakMeter::add(std::span<const float> samples) {
    for (const float sample : samples) {
        lowest_ = std::min(lowest_, sample);
        highest_ = std::max(highest_, sample);
        if (++samples_ == samples_of_pair) end_pair();
    }
}

void PeakMeter::finish() {
    if (samples_ > 0) end_pair();
}

void PeakMeter::end_pair() {
    if (lowest_ > highest_) lowest_ = highest_ = 0;  // no sample was a number
    pairs_ += byte_of(lowest_);
    pairs_ += byte_of(highest_);
    lowest_ = 1;
    highest_ = -1;
    samples_ = 0;
}

std::string fewer_pairs(std::string_view pairs, std::size_t count) {
    std::string fewer;
    fewer.reserve(pairs.size() / count + 2);
    for (std::size_t first = 0; first + 1 < pairs.size(); first += 2 * count) {
        const std::size_t end = std::min(first + 2 * count, pairs.size());
        std::int8_t lowest = std::numeric_limits<std::int8_t>::max();
        std::int8_t highest = std::numeric_limits<std::int8_t>::min();
        for (std::size_t i = first; i + 1 < end; i += 2) {
            lowest = std::min(lowest, at(pairs, i));
            highest = std::max(highest, at(pairs, i + 1));
        }
        fewer += static_cast<char>(lowest);
        fewer += static_cast<char>(highest);
    }
    return fewer;
}

std::string peaks_file(std::string_view pairs, int pairs_a_second) {
    constexpr std::uint32_t version = 2;
    constexpr std::uint32_t eight_bits = 1;
    constexpr std::uint32_t channels = 1;
    std::string file;
    file.reserve(24 + pairs.size());
    append_number(file, version);
    append_number(file, eight_bits);
    append_number(file, PeakMeter::rate);
    append_number(file, static_cast<std::uint32_t>(PeakMeter::rate / pairs_a_second));
    append_number(file, static_cast<std::uint32_t>(pairs.size() / 2));
    append_number(file, channels);
    file += pairs;
    return file;
}

}  // namespace lectern::media
