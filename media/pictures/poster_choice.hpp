#pragma once

#include "media/av/handles.hpp"
#include "media/cut/frames/frame_size.hpp"

#include <optional>

namespace lectern::media {

// How much there is to see in a part of a frame: the standard deviation of its luma. A black or plain frame
// has nearly 0, a slide 20 and more.
double contrast_of(const AVFrame& frame, const Area& area);

// Chooses the frame that stands for a recording: the one nearest to the `wanted` second that is not plain. If
// all are plain, the one with the most contrast.
class PosterChoice {
public:
    explicit PosterChoice(double wanted) : wanted_(wanted) {}

    // Offers a frame; true if it takes the place of the one that was chosen before.
    bool takes(double seconds, double contrast);

private:
    struct Chosen {
        double distance;
        double contrast;
    };
    double wanted_;
    std::optional<Chosen> chosen_;
};

}  // namespace lectern::media
