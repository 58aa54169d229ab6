#pragma once

#include "media/av/handles.hpp"

#include <span>
#include <vector>

namespace lectern::media {

// Mixes the channels of audio into one or two. The result of a mix is never above full scale: where it would
// be, the volume goes down, and stays down. It never goes down further than channels within full scale need:
// what is louder is clipped, so that a damaged sample does not mute the rest. Two channels that cancel each
// other (the wires of one microphone are swapped) are mixed into one as if they did not.
class ChannelMixer {
public:
    ChannelMixer(const AVChannelLayout& in, int out);

    // Interleaved samples; valid until the next call.
    std::span<const float> mix(std::span<const float> samples);

private:
    void fill_matrix(const AVChannelLayout& in);
    void fold();
    void limit();

    std::size_t in_;
    std::size_t out_;
    std::vector<double> matrix_;  // left and right of the channels that come in
    std::vector<float> mixed_;
    float least_gain_ = 1;
    double with_ = 0;     // energy of the last samples (see `kept_samples`), both channels added
    double against_ = 0;  // the same, the right channel turned round
    float sign_ = 1;      // of the right channel
    float gain_ = 1;
};

}  // namespace lectern::media
