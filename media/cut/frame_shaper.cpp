#include "media/cut/frame_shaper.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace lectern::media {

namespace {

std::string number(long value) {
    return std::to_string(value);
}

int even(double value) {
    return std::max(2, static_cast<int>(std::lround(value / 2)) * 2);
}

std::string oriented(Orientation orientation) {
    const std::string mirror = orientation.mirrored ? "hflip," : "";
    switch (orientation.turn) {
        case 90:
            return mirror + "transpose=clock,";
        case 180:
            return mirror + "hflip,vflip,";
        case 270:
            return mirror + "transpose=cclock,";
        default:
            return mirror;
    }
}

std::string hex(Colour colour) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "0x%06X", colour & 0xFFFFFFU);
    return text.data();
}

}  // namespace

const AVFrame* FrameShaper::shape(const AVFrame* frame) {
    const bool same = chain_ && frame->width == width_ && frame->height == height_ &&
                      frame->format == format_ && av_cmp_q(frame->sample_aspect_ratio, aspect_) == 0 &&
                      colours_of(*frame) == colours_;
    if (!same) build(frame);
    av_frame_unref(copy_.get());
    av_frame_unref(shaped_.get());
    check(av_frame_ref(copy_.get(), frame), "frame");
    // The chain gives one frame for each frame, so that it needs no times.
    copy_->pts = 0;
    chain_->put(copy_.get());
    if (!chain_->take(shaped_.get())) throw std::logic_error("a frame was put in and none came out");
    return shaped_.get();
}

// Made of numbers and of words of our own.
std::string FrameShaper::description(const AVFrame* frame) const {
    const bool lying = orientation_.lying();
    const std::string box = number(target_.width) + ":" + number(target_.height);
    const std::string first = oriented(orientation_);
    if (target_.keep_shape) {
        const int w = lying ? frame->height : frame->width;
        const int h = lying ? frame->width : frame->height;
        // An odd last column or row has no colour samples: it is cut off. Frames of another size are scaled.
        if (std::abs(w - target_.width) > 1 || std::abs(h - target_.height) > 1)
            return first + conversion(colours_, target_.colours, box + ":flags=bicubic");
        const bool odd = w != target_.width || h != target_.height;
        const std::string crop = odd ? "crop=" + box + ":0:0:exact=1," : "";
        return first + crop + conversion(colours_, target_.colours, "");
    }
    const double pixel = aspect_.num > 0 && aspect_.den > 0 ? av_q2d(aspect_) : 1.0;
    const double shown_width = lying ? frame->height : frame->width * pixel;
    const double shown_height = lying ? frame->width * pixel : frame->height;
    const double by_width = target_.width / shown_width;
    const double by_height = target_.height / shown_height;
    const bool fit = target_.fit == Fit::fit;
    const double by = fit ? std::min(by_width, by_height) : std::max(by_width, by_height);
    const int w = fit ? std::min(even(shown_width * by), target_.width)
                      : std::max(even(shown_width * by), target_.width);
    const int h = fit ? std::min(even(shown_height * by), target_.height)
                      : std::max(even(shown_height * by), target_.height);
    std::string chain =
        first + conversion(colours_, target_.colours, number(w) + ":" + number(h) + ":flags=bicubic");
    if (w != target_.width || h != target_.height) {
        chain += fit ? ",pad=" + box + ":(ow-iw)/2:(oh-ih)/2:" + hex(target_.background) : ",crop=" + box;
    }
    return chain + ",setsar=1";
}

void FrameShaper::build(const AVFrame* frame) {
    width_ = frame->width;
    height_ = frame->height;
    format_ = frame->format;
    aspect_ = frame->sample_aspect_ratio;
    colours_ = colours_of(*frame);
    chain_ = FilterChain::for_video(*frame, {1, 90000}, description(frame));
}

}  // namespace lectern::media
