#include "media/cut/styled/canvas.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <span>

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

// Turns pixels of pictures into what is added to a frame. What a picture does not cover it does not change.
class Mixer {
public:
    Mixer(const FrameColours& colours, double opacity)
        : weights_(weights_of(colours.matrix)),
          black_(colours.full_range ? 0 : 16),
          bright_(colours.full_range ? 255 : 219),
          colourful_(colours.full_range ? 255 : 224),
          opacity_(std::clamp(opacity, 0.0, 1.0)) {}

    // Of one or more pixels; all parts are means, 0..1, multiplied by the opacity of their pixels.
    struct Colours {
        double alpha = 0;
        double red = 0;
        double green = 0;
        double blue = 0;

        void add(std::uint32_t pixel, double share) {
            alpha += share * (pixel >> 24) / 255.0;
            red += share * (pixel >> 16 & 0xFFU) / 255.0;
            green += share * (pixel >> 8 & 0xFFU) / 255.0;
            blue += share * (pixel & 0xFFU) / 255.0;
        }
    };

    void luma(std::uint8_t& under, const Colours& over) const {
        mix(under, over.alpha, black_ * over.alpha + bright_ * brightness(over));
    }
    void blueness(std::uint8_t& under, const Colours& over) const {
        const double difference = (over.blue - brightness(over)) / (2 - 2 * weights_.blue);
        mix(under, over.alpha, 128 * over.alpha + colourful_ * difference);
    }
    void redness(std::uint8_t& under, const Colours& over) const {
        const double difference = (over.red - brightness(over)) / (2 - 2 * weights_.red);
        mix(under, over.alpha, 128 * over.alpha + colourful_ * difference);
    }

private:
    double brightness(const Colours& over) const {
        return weights_.red * over.red + (1 - weights_.red - weights_.blue) * over.green +
               weights_.blue * over.blue;
    }
    void mix(std::uint8_t& under, double alpha, double over) const {
        const double mixed = under * (1 - alpha * opacity_) + over * opacity_;
        under = static_cast<std::uint8_t>(std::clamp<long>(std::lround(mixed), 0, 255));
    }

    Weights weights_;
    double black_;
    double bright_;
    double colourful_;
    double opacity_;
};

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
    Frame same = shared_frame(frame);
    same->format = form.format;
    same->colorspace = form.colours.matrix;
    same->color_primaries = form.colours.primaries;
    same->color_trc = form.colours.transfer;
    same->color_range = form.colours.full_range ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    return same;
}

void lay_over(AVFrame* frame, int x, int y, const Picture& picture, const FrameColours& colours,
              double opacity) {
    const Mixer mixer(colours, opacity);
    const int left = std::max(x, 0);
    const int top = std::max(y, 0);
    const int right = std::min(x + picture.width(), frame->width);
    const int bottom = std::min(y + picture.height(), frame->height);
    for (int py = top; py < bottom; ++py) {
        const auto pixels = picture.row(py - y);
        std::uint8_t* row = frame->data[0] + std::ptrdiff_t{py} * frame->linesize[0];
        for (int px = left; px < right; ++px) {
            Mixer::Colours over;
            over.add(pixels[static_cast<std::size_t>(px - x)], 1);
            mixer.luma(row[px], over);
        }
    }
    // A colour sample belongs to four pixels.
    for (int py = top / 2; py < (bottom + 1) / 2; ++py) {
        std::array<std::span<const std::uint32_t>, 2> rows;  // empty outside the picture
        for (int dy = 0; dy < 2; ++dy) {
            const int at = 2 * py + dy;
            if (at >= top && at < bottom) rows[static_cast<std::size_t>(dy)] = picture.row(at - y);
        }
        for (int px = left / 2; px < (right + 1) / 2; ++px) {
            Mixer::Colours over;
            const int first = std::max(2 * px, left), end = std::min(2 * px + 2, right);
            for (const auto& pixels : rows) {
                if (pixels.empty()) continue;
                for (int at = first; at < end; ++at)
                    over.add(pixels[static_cast<std::size_t>(at - x)], 0.25);
            }
            mixer.blueness(frame->data[1][std::ptrdiff_t{py} * frame->linesize[1] + px], over);
            mixer.redness(frame->data[2][std::ptrdiff_t{py} * frame->linesize[2] + px], over);
        }
    }
}

Frame title_card(const StyleOptions& style, const CanvasForm& form) {
    Frame card = plain_frame(form, style.look.ground);
    lay_over(card.get(), 0, 0, draw_title_card(style.look, style.title, form.width, form.height),
             form.colours, 1);
    return card;
}

NameTag::NameTag(const StyleOptions& style, const CanvasForm& form, const Area& area)
    : colours_(form.colours),
      seconds_(style.name_seconds),
      tag_(draw_name_tag(style.look, style.name, area.width, area.height)),
      x_(area.x + area.width / 20),
      y_(area.y + area.height - area.height / 12 - tag_.height()) {}

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
    Frame copy = shared_frame(frame);
    check(av_frame_make_writable(copy.get()), "frame");
    lay_over(copy.get(), x_, y_, tag_, colours_, opacity);
    return copy;
}

}  // namespace lectern::media
