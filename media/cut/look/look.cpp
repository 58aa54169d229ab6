#include "media/cut/look/look.hpp"

#include "media/av/error.hpp"
#include "media/cut/look/text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <cairo.h>

namespace lectern::media {
namespace {

double brightness(Colour colour) {
    return (0.2126 * (colour >> 16 & 0xFFU) + 0.7152 * (colour >> 8 & 0xFFU) + 0.0722 * (colour & 0xFFU)) /
           255;
}

// At the lower right or left, in a box of this size.
void draw_logo(Picture& card, const std::string& file, bool at_left, double margin, double width,
               double height) {
    cairo_surface_t* logo = cairo_image_surface_create_from_png(file.c_str());
    const bool read = cairo_surface_status(logo) == CAIRO_STATUS_SUCCESS;
    if (read) {
        const double w = cairo_image_surface_get_width(logo);
        const double h = cairo_image_surface_get_height(logo);
        const double scale = std::min(width / w, height / h);
        cairo_save(card.pen());
        cairo_translate(card.pen(), at_left ? margin : card.width() - margin - w * scale,
                        card.height() - margin - h * scale);
        cairo_scale(card.pen(), scale, scale);
        cairo_set_source_surface(card.pen(), logo, 0, 0);
        cairo_pattern_set_filter(cairo_get_source(card.pen()), CAIRO_FILTER_BEST);
        cairo_paint(card.pen());
        cairo_restore(card.pen());
    }
    cairo_surface_destroy(logo);
    if (!read) fail(Failure::permanent("The logo cannot be read: it has to be a PNG file.", file));
}

// The largest letters with which the title has at most three lines; small ones may have five.
Text title_text(const Look& look, std::string_view title, int width, double size) {
    TextShape shape{look.font, size, true, width, 5, !look.has_rule};
    for (const double smaller : {1.0, 0.85, 0.72}) {
        shape.size = size * smaller;
        Text text(title, shape);
        if (text.lines() <= 3) return text;
    }
    shape.size = size * 0.6;
    return {title, shape};
}

// A pixel of a card with 720 rows, or of a narrow one with as many columns as such a card has rows.
double unit_of(int width, int height) {
    return std::max(std::min(width / 1280.0 * 1.4, height / 720.0), 0.1);
}

}  // namespace

std::optional<Look> look_named(std::string_view name) {
    if (name == "board") return Look{};
    if (name == "paper") return Look{0xFFFEFB, 0xF1EEE5, 0x16241D, 0x12603F};
    if (name == "plain") return Look{0x1D3557, 0x1D3557, 0xFFFFFF, 0xFFFFFF, false};
    return {};
}

Look on_ground(Look look, Colour ground) {
    look.ground = look.ground_low = ground;
    const bool dark = brightness(ground) < 0.5;
    look.ink = dark ? 0xFFFFFF : 0x16241D;
    if (std::abs(brightness(look.accent) - brightness(ground)) < 0.25) look.accent = look.ink;
    return look;
}

Picture draw_title_card(const Look& look, std::string_view title, int width, int height) {
    Picture card(width, height);
    card.fill_down(look.ground, look.ground_low);
    const double unit = unit_of(width, height);
    const double margin = std::round(0.08 * std::min(width, height * 16 / 9));
    const int room = width - static_cast<int>(2 * margin);
    const Text text = title_text(look, title, room, 64 * unit);
    const bool mirrored = look.has_rule && text.right_to_left();
    double x = look.has_rule ? margin : (width - text.width()) / 2.0;
    if (mirrored) x = width - margin - text.width();
    double y = (height - text.height()) / 2.0;
    if (look.has_rule) {
        const double length = std::round(96 * unit), rule = std::max(std::round(6 * unit), 2.0);
        const double gap = std::round(28 * unit);
        y += (rule + gap) / 2;
        card.use(look.accent);
        card.fill_rectangle(mirrored ? width - margin - length : margin, std::round(y - gap - rule), length,
                            rule);
    }
    card.use(look.ink);
    text.draw(card, x, y);
    if (!look.logo.empty()) draw_logo(card, look.logo, mirrored, margin, 0.25 * width, 0.1 * height);
    return card;
}

Picture draw_name_tag(const Look& look, std::string_view name, int width, int height) {
    const double unit = unit_of(width, height);
    const Text text(name, {look.font, 30 * unit, true, width * 3 / 5, 2, false});
    const double pad = std::round(16 * unit);
    const double bar = look.has_rule ? std::max(std::round(6 * unit), 2.0) : 0;
    Picture tag(static_cast<int>(text.width() + 2 * pad + bar), static_cast<int>(text.height() + 1.25 * pad));
    if (text.empty()) return tag;
    const bool mirrored = text.right_to_left();
    tag.use(look.ground_low, 0.86);
    tag.fill_rounded(0, 0, tag.width(), tag.height(), 6 * unit);
    tag.use(look.accent);
    tag.fill_rectangle(mirrored ? tag.width() - bar : 0, 0, bar, tag.height());
    tag.use(look.ink);
    text.draw(tag, mirrored ? pad : bar + pad, (tag.height() - text.height()) / 2.0);
    return tag;
}

}  // namespace lectern::media
