#pragma once

#include "media/av/recording.hpp"

#include <optional>

namespace lectern::media {

// The audio packets of a recording between two media times. They must cover this time without a hole.
// Throws MediaError; a permanent Failure means that this audio cannot be copied.
class AudioCopy {
public:
    // `recording` has audio and outlives this.
    AudioCopy(Recording& recording, double start, double end);

    std::int64_t zero() const { return zero_; }  // timestamp of the start

    // The next packet; null after the last one.
    Packet next();

private:
    void check_follows(const AVPacket& packet);
    double length_of(const AVPacket& packet) const;

    Recording& recording_;
    const AVStream* stream_;
    std::int64_t zero_;
    std::int64_t end_;
    double covered_;  // media time until which there is audio
    bool begun_ = false;
    std::optional<unsigned> adts_;  // what the last packet's own header tells, if it has one
};

}  // namespace lectern::media
