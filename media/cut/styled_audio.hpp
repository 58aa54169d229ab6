#pragma once

#include "media/cut/audio/audio_reader.hpp"
#include "media/cut/audio/loudness.hpp"
#include "media/cut/styled_parts.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace lectern::media {

// The audio of a styled clip: its parts one after the other, all with the loudness of the style, silent where
// a part has no audio. Throws MediaError.
class StyledAudio {
public:
    // Measures the loudness of the parts and tells `progress` of it, 0..1. `before`, `end`: when the
    // recording begins and the clip ends, seconds of the clip. `job` outlives this.
    StyledAudio(const CutJob& job, const StyledParts& parts, double before, double end,
                const std::function<void(double)>& progress);

    // Takes interleaved samples, AudioGraph::channels at AudioGraph::rate, which are valid during the call.
    using Sink = std::function<void(std::span<const float> samples)>;

    // Gives the samples from those that were given last until `seconds` of the clip, in pieces of at most one
    // second. A limiter holds some of them back until the next call, or the end of its part.
    void until(double seconds, const Sink& sink);
    void rest(const Sink& sink);

private:
    struct Part {
        StyledPart source;      // if it has audio
        std::int64_t ends = 0;  // sample of the clip
        LoudnessChange change = {};
    };

    void measure(const std::function<void(double)>& progress);
    void until_sample(std::int64_t end, const Sink& sink);
    void give(std::int64_t samples, const Sink& sink);
    void end_part(const Sink& sink);

    const CutJob& job_;
    std::vector<Part> parts_;
    std::size_t current_ = 0;
    std::int64_t given_ = 0;  // samples per channel; those in a limiter count
    // Of the current part, from its first sample on.
    std::optional<AudioReader> reader_;
    std::optional<Leveller> leveller_;
};

}  // namespace lectern::media
