#pragma once

#include "media/av/error.hpp"
#include "media/cut/copy/side_by_side.hpp"

#include <optional>

namespace lectern::media {

// This audio cannot be copied.
struct AudioRefused : MediaError {
    using MediaError::MediaError;
};

// The audio packets of a recording between two media times. They must cover this time without a hole.
// Throws AudioRefused and other MediaErrors.
class AudioCopy {
public:
    // `recording` has audio and outlives this.
    AudioCopy(Recording& recording, double start, double end);
    // The same from a source that begins a second before the start and outlives this too.
    AudioCopy(Recording& recording, SideBySide& source, double start, double end);

    std::int64_t zero() const { return zero_; }  // timestamp of the start

    // The next packet; null after the last one.
    Packet next();

    // How long before the start packets are needed, seconds.
    static constexpr double lead = 1;

private:
    AudioCopy(Recording& recording, SideBySide* source, double start, double end);
    bool read(Packet& packet);
    void check_follows(const AVPacket& packet);
    double length_of(const AVPacket& packet) const;

    Recording& recording_;
    SideBySide* source_;  // if another stream is read in the same pass
    const AVStream* stream_;
    std::int64_t zero_;
    std::int64_t end_;
    double covered_;  // media time until which there is audio
    bool begun_ = false;
    std::int64_t last_ = 0;         // decoding time of the last packet, or its time if it has none
    std::optional<unsigned> adts_;  // what the last packet's own header tells, if it has one
};

}  // namespace lectern::media
