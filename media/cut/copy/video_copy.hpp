#pragma once

#include "media/av/error.hpp"
#include "media/av/recording.hpp"

#include <deque>

namespace lectern::media {

// This video cannot be copied from there.
struct VideoRefused : MediaError {
    using MediaError::MediaError;
};

// The video packets of a recording, from the last keyframe at or before a time. Throws VideoRefused and other
// MediaErrors.
class VideoCopy {
public:
    // `recording` has video and outlives this. `start`: media time.
    VideoCopy(Recording& recording, double start);

    std::int64_t first() const { return first_; }  // timestamp of the keyframe

    // The next packet that a frame before `end` (a timestamp) needs; null after the last one.
    Packet next(std::int64_t end);

private:
    bool read(Packet& packet);
    bool look_for_start(double start);
    bool is_far_before(double start) const;
    bool fill_decoding_times();
    void keep(Packet& packet);

    Recording& recording_;
    const AVStream* stream_;
    std::int64_t first_ = 0;
    std::deque<Packet> waiting_;
};

}  // namespace lectern::media
