#pragma once

#include "media/av/handles.hpp"
#include "media/cut/frames/colours.hpp"
#include "media/cut/styled/style.hpp"
#include "media/cut/styled/text_image.hpp"

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

// A box of one colour, `opacity` 0..1.
void draw_box(AVFrame* frame, int x, int y, int width, int height, const Ink& ink, double opacity);

// Text with its upper left corner at (x, y). What lies outside the frame is not drawn.
void draw_text_image(AVFrame* frame, int x, int y, const TextImage& text, const Ink& ink, double opacity);

// The card before a clip: the title in the middle of the background.
Frame title_card(const StyleOptions& style, const CanvasForm& form);

// The name that clips show at the lower left at first. It comes and goes slowly.
class NameTag {
public:
    static constexpr double step = 0.1;  // seconds from one opacity to the next, where a frame stands

    NameTag(const StyleOptions& style, const CanvasForm& form);

    // How much it covers, 0..1; seconds from the start of the recording.
    double opacity(double seconds) const;
    // When a frame that stands has to be drawn again, rising: the last time is that at which the name is
    // gone.
    std::vector<double> changes() const;
    // A copy of a frame with the name on it.
    Frame drawn_on(const AVFrame* frame, double opacity) const;

private:
    Ink box_;
    Ink ink_;
    double seconds_;
    TextImage text_;
    int x_ = 0;
    int y_ = 0;
    int padding_ = 0;
};

}  // namespace lectern::media
