#include "media/cut/frames/deinterlacer.hpp"

namespace lectern::media {

void Deinterlacer::put(AVFrame* frame) {
    if (frame == nullptr) {
        if (chain_) chain_->put(nullptr);
        return;
    }
    const bool same =
        chain_ && frame->width == width_ && frame->height == height_ && frame->format == format_;
    if (!same) {
        width_ = frame->width;
        height_ = frame->height;
        format_ = frame->format;
        chain_ =
            FilterChain::for_video(*frame, time_base_, "bwdif=mode=send_field:parity=auto:deint=interlaced");
    }
    chain_->put(frame);
}

bool Deinterlacer::take(AVFrame* into) {
    return chain_ && chain_->take(into);
}

void Deinterlacer::reset() {
    chain_.reset();
}

}  // namespace lectern::media
