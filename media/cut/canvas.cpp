#include "media/cut/canvas.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>

namespace lectern::media {

namespace {

// BT.709, limited range.
std::array<int, 3> yuv_of(Colour colour) {
    const double r = (colour >> 16 & 0xFFU) / 255.0;
    const double g = (colour >> 8 & 0xFFU) / 255.0;
    const double b = (colour & 0xFFU) / 255.0;
    const double y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const double u = (b - y) / 1.8556;
    const double v = (r - y) / 1.5748;
    return {static_cast<int>(std::lround(16 + 219 * y)), static_cast<int>(std::lround(128 + 224 * u)),
            static_cast<int>(std::lround(128 + 224 * v))};
}

std::uint8_t mix(std::uint8_t under, int over, int cover) {
    return static_cast<std::uint8_t>((under * (255 - cover) + over * cover + 127) / 255);
}

// Paints an area. `cover(x, y)`, 0..255: how much of a pixel of the area is painted.
void paint(AVFrame* frame, int x, int y, int width, int height, Colour colour,
           const std::function<int(int, int)>& cover) {
    const std::array<int, 3> ink = yuv_of(colour);
    const int left = std::max(x, 0);
    const int top = std::max(y, 0);
    const int right = std::min(x + width, frame->width);
    const int bottom = std::min(y + height, frame->height);
    for (int py = top; py < bottom; ++py) {
        std::uint8_t* row = frame->data[0] + std::ptrdiff_t{py} * frame->linesize[0];
        for (int px = left; px < right; ++px)
            row[px] = mix(row[px], ink[0], cover(px - x, py - y));
    }
    // A colour sample belongs to four pixels: it uses the mean of their cover.
    const auto cover_at = [&](int px, int py) {
        return px < left || px >= right || py < top || py >= bottom ? 0 : cover(px - x, py - y);
    };
    for (int py = top / 2; py < (bottom + 1) / 2; ++py) {
        for (int px = left / 2; px < (right + 1) / 2; ++px) {
            const int mean = (cover_at(2 * px, 2 * py) + cover_at(2 * px + 1, 2 * py) +
                              cover_at(2 * px, 2 * py + 1) + cover_at(2 * px + 1, 2 * py + 1)) /
                             4;
            if (mean == 0) continue;
            for (std::size_t plane : {std::size_t{1}, std::size_t{2}}) {
                std::uint8_t& at = frame->data[plane][std::ptrdiff_t{py} * frame->linesize[plane] + px];
                at = mix(at, ink[plane], mean);
            }
        }
    }
}

}  // namespace

Frame plain_frame(int width, int height, Colour colour) {
    Frame frame = make_frame();
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = width;
    frame->height = height;
    check(av_frame_get_buffer(frame.get(), 0), "frame");
    const std::array<int, 3> ink = yuv_of(colour);
    for (std::size_t plane = 0; plane < 3; ++plane) {
        const int rows = plane == 0 ? height : (height + 1) / 2;
        for (int y = 0; y < rows; ++y) {
            std::memset(frame->data[plane] + std::ptrdiff_t{y} * frame->linesize[plane], ink[plane],
                        static_cast<std::size_t>(plane == 0 ? width : (width + 1) / 2));
        }
    }
    return frame;
}

Frame writable_copy(const AVFrame* frame) {
    Frame copy(av_frame_clone(frame));
    if (!copy) throw std::bad_alloc();
    check(av_frame_make_writable(copy.get()), "frame");
    return copy;
}

void draw_box(AVFrame* frame, int x, int y, int width, int height, Colour colour, double opacity) {
    const int cover = static_cast<int>(std::lround(255 * std::clamp(opacity, 0.0, 1.0)));
    paint(frame, x, y, width, height, colour, [cover](int, int) { return cover; });
}

void draw_text_image(AVFrame* frame, int x, int y, const TextImage& text, Colour colour, double opacity) {
    const int strength = static_cast<int>(std::lround(256 * std::clamp(opacity, 0.0, 1.0)));
    paint(frame, x, y, text.width, text.height, colour, [&text, strength](int tx, int ty) {
        return text.cover[static_cast<std::size_t>(ty) * static_cast<std::size_t>(text.width) +
                          static_cast<std::size_t>(tx)] *
               strength / 256;
    });
}

Frame title_card(const StyleOptions& style) {
    Frame card = plain_frame(style.width, style.height, style.background);
    const TextImage text =
        draw_text(style.title, style.font, {style.width * 4 / 5, 5, std::max(style.height / 12, 12), true});
    draw_text_image(card.get(), (style.width - text.width) / 2, (style.height - text.height) / 2, text,
                    style.text, 1);
    return card;
}

NameTag::NameTag(const StyleOptions& style) : box_(style.background), ink_(style.text) {
    text_ =
        draw_text(style.name, style.font, {style.width * 3 / 5, 2, std::max(style.height / 24, 10), false});
    padding_ = std::max(style.height / 48, 4);
    x_ = style.width / 20;
    y_ = style.height - style.height / 12 - text_.height - 2 * padding_;
}

void NameTag::draw(AVFrame* frame, double opacity) const {
    draw_box(frame, x_, y_, text_.width + 2 * padding_, text_.height + 2 * padding_, box_, opacity * 0.75);
    draw_text_image(frame, x_ + padding_, y_ + padding_, text_, ink_, opacity);
}

}  // namespace lectern::media
