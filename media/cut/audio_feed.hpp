#pragma once

#include "media/cut/audio/audio_encoder.hpp"
#include "media/cut/audio/audio_reader.hpp"
#include "media/cut/modes.hpp"

#include <functional>
#include <span>

namespace lectern::media {

// The audio for a clip, in step with its frames: that of the recording from a media time to the end of the
// request, silent where the recording has none. Throws MediaError.
class AudioFeed {
public:
    AudioFeed(const CutJob& job, const ClipAudioFormat& format, double start);

    // Takes interleaved samples, which are valid during the call.
    using Sink = std::function<void(std::span<const float> samples)>;

    // Gives the samples from those that were given last until `seconds` of the clip. The video may stop hours
    // before the audio, so they come in pieces of at most one second.
    void until(double seconds, const Sink& sink);
    void rest(const Sink& sink);

private:
    void until_sample(std::int64_t end, const Sink& sink);

    AudioReader reader_;
    int rate_;
    std::int64_t all_;  // samples per channel
    std::int64_t given_ = 0;
};

}  // namespace lectern::media
