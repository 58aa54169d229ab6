#include "media/cut/frames/clip_frames.hpp"

#include "media/av/error.hpp"

#include <new>
#include <utility>

namespace lectern::media {

namespace {

// Seconds. If the next frame comes later than this after the start, the frame before it is the first one.
constexpr double standing = 0.1;

}  // namespace

ClipFrames::ClipFrames(Recording& recording, double start, double end)
    : reader_(recording, start), start_(reader_.to_timestamp(start)), end_(reader_.to_timestamp(end)) {
    ahead_ = reader_.next();
    if (ahead_ != nullptr && reader_.timestamp(ahead_) < start_) {
        stood_ = shared_frame(ahead_);
        ahead_ = reader_.next();
    }
    const bool comes_late =
        ahead_ == nullptr ||
        static_cast<double>(reader_.timestamp(ahead_) - start_) * av_q2d(time_base()) > standing;
    if (!comes_late) stood_.reset();
    if (!stood_ && ahead_ == nullptr) {
        fail(Failure::permanent("The recording has no video there: it may be cut off.",
                                "no frame at the start"));
    }
}

const AVFrame* ClipFrames::next() {
    const bool first = at_ < 0;
    if (first && stood_) {
        at_ = 0;
        timestamp_ = reader_.timestamp(stood_.get());
        return stood_.get();
    }
    if (ahead_ == nullptr && !first) ahead_ = reader_.next();
    if (ahead_ == nullptr || reader_.timestamp(ahead_) >= end_) return nullptr;
    const AVFrame* frame = std::exchange(ahead_, nullptr);
    timestamp_ = reader_.timestamp(frame);
    at_ = first ? 0 : timestamp_ - start_;
    return frame;
}

}  // namespace lectern::media
