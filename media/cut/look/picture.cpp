#include "media/cut/look/picture.hpp"

#include <algorithm>
#include <new>
#include <numbers>

#include <cairo.h>

namespace lectern::media {

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
    const auto part = [colour](int shift) { return (colour >> shift & 0xFFU) / 255.0; };
    cairo_set_source_rgba(pen(), part(16), part(8), part(0), opacity);
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
