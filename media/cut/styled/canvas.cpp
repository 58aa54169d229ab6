#include "media/cut/styled/canvas.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>

namespace lectern::media {

namespace {

constexpr double fade = 0.4;         // of the name, seconds
constexpr double first_step = 0.04;  // so much of it is over when the first frame is shown

// How much red and blue count in the brightness.
struct Weights {
    double red;
    double blue;
};

Weights weights_of(AVColorSpace matrix) {
    switch (matrix) {
        case AVCOL_SPC_FCC:
            return {0.30, 0.11};
        case AVCOL_SPC_BT470BG:
        case AVCOL_SPC_SMPTE170M:
            return {0.299, 0.114};
        case AVCOL_SPC_SMPTE240M:
            return {0.212, 0.087};
        default:
            return {0.2126, 0.0722};
    }
}

std::uint8_t mix(std::uint8_t under, int over, int cover) {
    return static_cast<std::uint8_t>((under * (255 - cover) + over * cover + 127) / 255);
}

// Paints an area. `cover(x, y)`, 0..255: how much of a pixel of the area is painted.
void paint(AVFrame* frame, int x, int y, int width, int height, const Ink& ink,
           const std::function<int(int, int)>& cover) {
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

CanvasForm form_of(const AVFrame& frame) {
    return {frame.width, frame.height, static_cast<AVPixelFormat>(frame.format), colours_of(frame)};
}

Ink ink_of(Colour colour, const FrameColours& colours) {
    const double r = (colour >> 16 & 0xFFU) / 255.0;
    const double g = (colour >> 8 & 0xFFU) / 255.0;
    const double b = (colour & 0xFFU) / 255.0;
    const Weights weights = weights_of(colours.matrix);
    const double y = weights.red * r + (1 - weights.red - weights.blue) * g + weights.blue * b;
    const double u = (b - y) / (2 - 2 * weights.blue);
    const double v = (r - y) / (2 - 2 * weights.red);
    const double black = colours.full_range ? 0 : 16;
    const double bright = colours.full_range ? 255 : 219;
    const double colourful = colours.full_range ? 255 : 224;
    const auto number = [](double value) {
        return static_cast<std::uint8_t>(std::clamp<long>(std::lround(value), 0, 255));
    };
    return {number(black + bright * y), number(128 + colourful * u), number(128 + colourful * v)};
}

Frame plain_frame(const CanvasForm& form, Colour colour) {
    const Frame frame = make_frame();
    frame->format = form.format;
    frame->width = form.width;
    frame->height = form.height;
    check(av_frame_get_buffer(frame.get(), 0), "frame");
    const Ink ink = ink_of(colour, form.colours);
    for (std::size_t plane = 0; plane < 3; ++plane) {
        const int rows = plane == 0 ? form.height : (form.height + 1) / 2;
        for (int y = 0; y < rows; ++y) {
            std::memset(frame->data[plane] + std::ptrdiff_t{y} * frame->linesize[plane], ink[plane],
                        static_cast<std::size_t>(plane == 0 ? form.width : (form.width + 1) / 2));
        }
    }
    return labelled(frame.get(), form);
}

Frame labelled(const AVFrame* frame, const CanvasForm& form) {
    Frame same(av_frame_clone(frame));
    if (!same) throw std::bad_alloc();
    same->format = form.format;
    same->colorspace = form.colours.matrix;
    same->color_primaries = form.colours.primaries;
    same->color_trc = form.colours.transfer;
    same->color_range = form.colours.full_range ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    return same;
}

void draw_box(AVFrame* frame, int x, int y, int width, int height, const Ink& ink, double opacity) {
    const int cover = static_cast<int>(std::lround(255 * std::clamp(opacity, 0.0, 1.0)));
    paint(frame, x, y, width, height, ink, [cover](int, int) { return cover; });
}

void draw_text_image(AVFrame* frame, int x, int y, const TextImage& text, const Ink& ink, double opacity) {
    const int strength = static_cast<int>(std::lround(256 * std::clamp(opacity, 0.0, 1.0)));
    paint(frame, x, y, text.width, text.height, ink, [&text, strength](int tx, int ty) {
        return text.cover[static_cast<std::size_t>(ty) * static_cast<std::size_t>(text.width) +
                          static_cast<std::size_t>(tx)] *
               strength / 256;
    });
}

Frame title_card(const StyleOptions& style, const CanvasForm& form) {
    Frame card = plain_frame(form, style.background);
    const int size = std::max(std::min(form.width, form.height) / 12, 12);
    const TextImage text = draw_text(style.title, style.font, {form.width * 4 / 5, 5, size, true});
    draw_text_image(card.get(), (form.width - text.width) / 2, (form.height - text.height) / 2, text,
                    ink_of(style.text, form.colours), 1);
    return card;
}

NameTag::NameTag(const StyleOptions& style, const CanvasForm& form)
    : box_(ink_of(style.background, form.colours)),
      ink_(ink_of(style.text, form.colours)),
      seconds_(style.name_seconds) {
    const int size = std::max(std::min(form.width, form.height) / 24, 10);
    text_ = draw_text(style.name, style.font, {form.width * 3 / 5, 2, size, false});
    padding_ = std::max(form.height / 48, 4);
    x_ = form.width / 20;
    y_ = form.height - form.height / 12 - text_.height - 2 * padding_;
}

double NameTag::opacity(double seconds) const {
    return std::max(0.0, std::min({1.0, (seconds + first_step) / fade, (seconds_ - seconds) / fade}));
}

std::vector<double> NameTag::changes() const {
    std::vector<double> times;
    const int steps = static_cast<int>(std::lround(fade / step));
    for (int i = 1; i <= steps; ++i)
        times.push_back(i * step);
    for (int i = steps - 1; i >= 0; --i)
        times.push_back(seconds_ - i * step);
    std::erase_if(times, [this](double time) { return time <= 0 || time > seconds_; });
    std::sort(times.begin(), times.end());
    return times;
}

Frame NameTag::drawn_on(const AVFrame* frame, double opacity) const {
    Frame copy(av_frame_clone(frame));
    if (!copy) throw std::bad_alloc();
    check(av_frame_make_writable(copy.get()), "frame");
    draw_box(copy.get(), x_, y_, text_.width + 2 * padding_, text_.height + 2 * padding_, box_,
             opacity * 0.75);
    draw_text_image(copy.get(), x_ + padding_, y_ + padding_, text_, ink_, opacity);
    return copy;
}

}  // namespace lectern::media
