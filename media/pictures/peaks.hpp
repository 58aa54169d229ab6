#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lectern::media {

// The waveform of audio: the lowest and the highest sample of each hundredth of a second.
class PeakMeter {
public:
    static constexpr int rate = 16'000;  // Hz, of the samples
    static constexpr int peaks_a_second = 100;

    void add(std::span<const float> samples);  // one channel, -1..1; what is louder is clipped
    void finish();                             // the last hundredth may be a part of one

    // Pairs of a minimum and a maximum, -128..127, as bytes.
    std::string_view pairs() const { return pairs_; }
    double seconds() const { return static_cast<double>(pairs_.size()) / (2.0 * peaks_a_second); }

private:
    void end_pair();

    std::string pairs_;
    float lowest_ = 1;
    float highest_ = -1;
    int samples_ = 0;  // of the pair that is not complete
};

// Each `count` pairs become one; the last one may be of fewer.
std::string fewer_pairs(std::string_view pairs, std::size_t count);

// A file of audiowaveform (.dat, version 2, 8 bits, one channel). `pairs`: so many in each second.
std::string peaks_file(std::string_view pairs, int pairs_a_second);

}  // namespace lectern::media
