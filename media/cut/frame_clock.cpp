#include "media/cut/frame_clock.hpp"

#include "media/av/error.hpp"
#include "media/av/video_rotation.hpp"

#include <utility>

namespace lectern::media {

FrameClock::FrameClock(Recording& recording, double start, const FrameShaper::Target& target, double slack)
    : reader_(recording, start), shaper_(target, video_orientation(*recording.video())), slack_(slack) {
    look_ahead();
}

bool FrameClock::look_ahead() {
    ahead_.reset();
    const AVFrame* next = reader_.next();
    if (next == nullptr) return false;
    ahead_ = shared_frame(next);
    ahead_at_ = reader_.seconds(next);
    return true;
}

const AVFrame* FrameClock::at(double seconds) {
    Frame newest;
    while (ahead_ && (ahead_at_ <= seconds + slack_ || (!shaped_ && !newest))) {
        newest = std::move(ahead_);
        look_ahead();
    }
    // Only frames that are shown are shaped.
    if (newest) shaped_ = shared_frame(shaper_.shape(newest.get()));
    if (!shaped_) {
        fail(Failure::permanent("The recording has no video there: it may be cut off.",
                                "no frame at the start"));
    }
    return shaped_.get();
}

}  // namespace lectern::media
