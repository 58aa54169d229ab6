#pragma once

#include "media/av/handles.hpp"
#include "media/cut/style.hpp"

namespace lectern::media {

// Converts frames of any size, shape, rotation and depth to yuv420p frames of one size. Throws MediaError.
class FrameShaper {
public:
    struct Target {
        int width = 0;  // even
        int height = 0;
        bool keep_shape = false;  // do not scale; only rotate and cut to the size
        Fit fit = Fit::fit;
        Colour background = 0;
    };

    // `turn`: see video_rotation().
    FrameShaper(const Target& target, int turn) : target_(target), turn_(turn) {}

    // Valid until the next call.
    const AVFrame* shape(const AVFrame* frame);

private:
    void build(const AVFrame* frame);

    Target target_;
    int turn_;
    FilterGraph graph_;
    AVFilterContext* in_ = nullptr;
    AVFilterContext* out_ = nullptr;
    int width_ = 0;
    int height_ = 0;
    int format_ = -1;
    AVRational aspect_{0, 1};
    Frame copy_ = make_frame();
    Frame shaped_ = make_frame();
};

}  // namespace lectern::media
