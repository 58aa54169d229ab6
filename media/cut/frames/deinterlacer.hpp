#pragma once

#include "media/av/filter_chain.hpp"

#include <optional>

namespace lectern::media {

// Makes two whole frames of each interlaced one, so that movement is as smooth as it was recorded. Other
// frames pass. Throws MediaError.
class Deinterlacer {
public:
    // `time_base`: of the timestamps (AVFrame::pts) of the frames put in.
    explicit Deinterlacer(AVRational time_base) : time_base_(time_base) {}

    // Takes the content of a frame; null at the end.
    void put(AVFrame* frame);
    // The next frame, if there is one; its pts counts halves of the time base.
    bool take(AVFrame* into);
    void reset();

private:
    AVRational time_base_;
    std::optional<FilterChain> chain_;
    int width_ = 0;
    int height_ = 0;
    int format_ = -1;
};

}  // namespace lectern::media
