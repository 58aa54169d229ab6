#pragma once

#include "media/av/handles.hpp"
#include "media/cut/style.hpp"
#include "media/cut/text_image.hpp"

namespace lectern::media {

// Drawing on yuv420p frames (BT.709, limited range). Throws MediaError.

// A new frame of one colour.
Frame plain_frame(int width, int height, Colour colour);

// A copy of a frame for drawing.
Frame writable_copy(const AVFrame* frame);

// A box of one colour, `opacity` 0..1.
void draw_box(AVFrame* frame, int x, int y, int width, int height, Colour colour, double opacity);

// Text with its upper left corner at (x, y). What lies outside the frame is not drawn.
void draw_text_image(AVFrame* frame, int x, int y, const TextImage& text, Colour colour, double opacity);

// The card before a clip: the title in the middle of the background.
Frame title_card(const StyleOptions& style);

// The name that clips show at the lower left.
class NameTag {
public:
    explicit NameTag(const StyleOptions& style);
    void draw(AVFrame* frame, double opacity) const;

private:
    Colour box_;
    Colour ink_;
    TextImage text_;
    int x_ = 0;
    int y_ = 0;
    int padding_ = 0;
};

}  // namespace lectern::media
