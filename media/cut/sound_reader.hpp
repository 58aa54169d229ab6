#pragma once

#include "media/av/audio_reader.hpp"

#include <optional>
#include <vector>

namespace lectern::media {

// The sound of a recording from a place on, drawn in the amounts that the caller needs; silence behind its
// end. Throws MediaError.
class SoundReader {
public:
    // The recording behind `fd` has sound (see open_media()).
    SoundReader(int fd, const AudioFormat& format, const MediaLimits& limits, const Control& control);

    // Exactly `samples` per channel, interleaved; valid until the next call.
    std::span<const float> read(std::int64_t samples);

private:
    Recording recording_;
    int channels_;
    AudioReader reader_;
    Packet packet_ = make_packet();
    std::vector<float> waiting_;
    std::vector<float> given_;
    bool ended_ = false;
};

}  // namespace lectern::media
