#pragma once

#include "media/cut/audio_encoder.hpp"
#include "media/cut/audio_reader.hpp"
#include "media/cut/modes.hpp"

namespace lectern::media {

// The audio for a clip, in step with its frames: that of the recording from a media time to the end of the
// request, silent where the recording has none. Throws MediaError.
class AudioFeed {
public:
    AudioFeed(const CutJob& job, const ClipAudioFormat& format, double start);

    // The samples from those that were given last until `seconds` of the clip, interleaved; valid until the
    // next call.
    std::span<const float> until(double seconds);
    std::span<const float> rest();

private:
    std::span<const float> until_sample(std::int64_t end);

    AudioReader reader_;
    int rate_;
    std::int64_t all_;  // samples per channel
    std::int64_t given_ = 0;
};

}  // namespace lectern::media
