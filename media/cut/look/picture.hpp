#pragma once

#include <cstdint>
#include <memory>
#include <span>

typedef struct _cairo cairo_t;                  // NOLINT(bugprone-reserved-identifier): cairo's own name
typedef struct _cairo_surface cairo_surface_t;  // NOLINT(bugprone-reserved-identifier)

namespace lectern::media {

// 0xRRGGBB
using Colour = std::uint32_t;

// A picture with transparency, drawn with cairo. One thread at a time.
class Picture {
public:
    Picture(int width, int height);  // 1..8192 pixels, transparent

    int width() const { return width_; }
    int height() const { return height_; }

    cairo_t* pen() { return pen_.get(); }
    // What the pen draws with next; `opacity` 0..1.
    void use(Colour colour, double opacity = 1);
    void fill_rectangle(double x, double y, double width, double height);
    // All of it, from one colour at the top to another at the bottom.
    void fill_down(Colour top, Colour bottom);
    void fill_rounded(double x, double y, double width, double height, double radius);

    // A row of pixels, 0xAARRGGBB, with colours multiplied by the opacity. Valid until the next drawing.
    std::span<const std::uint32_t> row(int y) const;

private:
    struct Free {
        void operator()(cairo_t* pen) const;
        void operator()(cairo_surface_t* surface) const;
    };

    int width_;
    int height_;
    std::unique_ptr<cairo_surface_t, Free> surface_;
    std::unique_ptr<cairo_t, Free> pen_;
};

}  // namespace lectern::media
