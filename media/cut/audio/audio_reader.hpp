#pragma once

#include "media/av/audio_decoder.hpp"

#include <optional>
#include <vector>

namespace lectern::media {

// Reads the audio of a recording from a media time on, in the amounts that the caller asks for. After the end
// it gives silence. Throws MediaError.
class AudioReader {
public:
    // The recording behind `fd` has audio (see open_media()).
    AudioReader(int fd, const AudioFormat& format, const MediaLimits& limits, const WorkControl& control);

    // Exactly `samples` per channel, interleaved; valid until the next call.
    std::span<const float> read(std::int64_t samples);

private:
    Recording recording_;
    int channels_;
    AudioDecoder decoder_;
    Packet packet_ = make_packet();
    std::vector<float> waiting_;
    std::vector<float> given_;
    bool ended_ = false;
};

}  // namespace lectern::media
