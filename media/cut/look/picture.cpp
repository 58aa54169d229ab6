#include "media/cut/look/picture.hpp"

#include <algorithm>
#include <new>
#include <numbers>
#include <utility>

#include <cairo.h>

namespace lectern::media {

namespace {

// Red (16), green (8) or blue (0) of a colour, 0..1.
double part(Colour colour, int shift) {
    return (colour >> shift & 0xFFU) / 255.0;
}

}  // namespace

void Picture::Free::operator()(cairo_t* pen) const {
    cairo_destroy(pen);
}

void Picture::Free::operator()(cairo_surface_t* surface) const {
    cairo_surface_destroy(surface);
}

Picture::Picture(int width, int height)
    : width_(width),
      height_(height),
      surface_(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height)),
      pen_(cairo_create(surface_.get())) {
    if (cairo_status(pen_.get()) != CAIRO_STATUS_SUCCESS) throw std::bad_alloc();
}

void Picture::use(Colour colour, double opacity) {
    cairo_set_source_rgba(pen(), part(colour, 16), part(colour, 8), part(colour, 0), opacity);
}

void Picture::fill_down(Colour top, Colour bottom) {
    cairo_pattern_t* shade = cairo_pattern_create_linear(0, 0, 0, height_);
    for (const auto& [at, colour] : {std::pair{0, top}, {1, bottom}})
        cairo_pattern_add_color_stop_rgb(shade, at, part(colour, 16), part(colour, 8), part(colour, 0));
    cairo_set_source(pen(), shade);
    cairo_paint(pen());
    cairo_pattern_destroy(shade);
}

void Picture::fill_rectangle(double x, double y, double width, double height) {
    cairo_rectangle(pen(), x, y, width, height);
    cairo_fill(pen());
}

void Picture::fill_rounded(double x, double y, double width, double height, double radius) {
    const double r = std::min({radius, width / 2, height / 2});
    constexpr double quarter = std::numbers::pi / 2;
    cairo_new_sub_path(pen());
    cairo_arc(pen(), x + width - r, y + r, r, -quarter, 0);
    cairo_arc(pen(), x + width - r, y + height - r, r, 0, quarter);
    cairo_arc(pen(), x + r, y + height - r, r, quarter, 2 * quarter);
    cairo_arc(pen(), x + r, y + r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(pen());
    cairo_fill(pen());
}

std::span<const std::uint32_t> Picture::row(int y) const {
    cairo_surface_flush(surface_.get());
    const unsigned char* bytes = cairo_image_surface_get_data(surface_.get()) +
                                 std::ptrdiff_t{y} * cairo_image_surface_get_stride(surface_.get());
    return {reinterpret_cast<const std::uint32_t*>(bytes), static_cast<std::size_t>(width_)};
}

}  // namespace lectern::media
