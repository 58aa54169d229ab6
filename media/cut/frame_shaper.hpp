#pragma once

#include "media/av/filter_chain.hpp"
#include "media/av/video_rotation.hpp"
#include "media/cut/frames/colours.hpp"
#include "media/cut/styled/style.hpp"

#include <optional>

namespace lectern::media {

// Converts frames of any size, shape, orientation, depth and colours to yuv420p frames of one size. Throws
// MediaError.
class FrameShaper {
public:
    struct Target {
        int width = 0;  // even
        int height = 0;
        bool keep_shape = false;  // do not scale; only turn and cut to the size
        Fit fit = Fit::fit;
        Colour background = 0;
        FrameColours colours = {};
    };

    FrameShaper(const Target& target, Orientation orientation) : target_(target), orientation_(orientation) {}

    // Valid until the next call.
    const AVFrame* shape(const AVFrame* frame);

private:
    void build(const AVFrame* frame);
    std::string description(const AVFrame* frame) const;

    Target target_;
    Orientation orientation_;
    std::optional<FilterChain> chain_;
    int width_ = 0;
    int height_ = 0;
    int format_ = -1;
    AVRational aspect_{0, 1};
    FrameColours colours_;
    Frame copy_ = make_frame();
    Frame shaped_ = make_frame();
};

}  // namespace lectern::media
