#pragma once

#include "media/av/handles.hpp"
#include "media/cut/frames/colours.hpp"
#include "media/cut/frames/frame_size.hpp"
#include "media/cut/styled/style.hpp"

#include <array>
#include <vector>

namespace lectern::media {

// Drawing on frames of 4:2:0, 8 bits. Throws MediaError.

// What the frames of a clip are like.
struct CanvasForm {
    int width = 0;
    int height = 0;
    AVPixelFormat format = AV_PIX_FMT_YUV420P;  // or YUVJ420P
    FrameColours colours = {};
};
// That of a frame.
CanvasForm form_of(const AVFrame& frame);

// A colour as the numbers of a frame: Y, U, V.
using Ink = std::array<std::uint8_t, 3>;
Ink ink_of(Colour colour, const FrameColours& colours);

// A new frame of one colour.
Frame plain_frame(const CanvasForm& form, Colour colour);

// The same frame, said to be of this form; its size is that already.
Frame labelled(const AVFrame* frame, const CanvasForm& form);

// Lays a picture over a frame with these colours, its upper left corner at (x, y). `opacity` 0..1. What lies
// outside the frame is not drawn.
void lay_over(AVFrame* frame, int x, int y, const Picture& picture, const FrameColours& colours,
              double opacity);

// The card before a clip.
Frame title_card(const StyleOptions& style, const CanvasForm& form);

// The name that clips show at the lower left at first. It comes and goes slowly.
class NameTag {
public:
    static constexpr double step = 0.1;  // seconds from one opacity to the next, where a frame stands

    // `area`: where the recording is in the frame, without bars.
    NameTag(const StyleOptions& style, const CanvasForm& form, const Area& area);

    // How much it covers, 0..1; seconds from the start of the recording.
    double opacity(double seconds) const;
    // When a frame that stands has to be drawn again, rising: the last time is that at which the name is
    // gone.
    std::vector<double> changes() const;
    // A copy of a frame with the name on it.
    Frame drawn_on(const AVFrame* frame, double opacity) const;

private:
    FrameColours colours_;
    double seconds_;
    Picture tag_;
    int x_;
    int y_;
};

}  // namespace lectern::media
