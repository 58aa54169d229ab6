#include "media/cut/look/text.hpp"

#include "domain/base/characters.hpp"
#include "media/av/error.hpp"

#include <cstring>
#include <new>
#include <vector>

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

namespace lectern::media {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr std::size_t most_characters = 1000;

struct Unref {
    template<class Object>
    void operator()(Object* object) const {
        g_object_unref(object);
    }
    void operator()(PangoFontDescription* description) const { pango_font_description_free(description); }
    void operator()(PangoLayoutIter* iterator) const { pango_layout_iter_free(iterator); }
    void operator()(FcConfig* config) const { FcConfigDestroy(config); }
    void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
};
template<class Object>
using Owned = std::unique_ptr<Object, Unref>;

bool is_space(char32_t c) {
    return c <= U' ' || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

// One line of well-formed UTF-8 without spaces at its ends.
std::string tidied(std::string_view text) {
    std::string tidy;
    bool space = false;
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < most_characters; ++count) {
        const char32_t c = next_character(text, at).value_or(replacement);
        if (is_space(c)) {
            space = !tidy.empty();
            continue;
        }
        if (space) tidy += ' ';
        space = false;
        append_character(tidy, c);
    }
    return tidy;
}

Owned<PangoFontMap> new_font_map() {
    Owned<PangoFontMap> map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
    if (!map) throw std::bad_alloc();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map.get()), 72);
    return map;
}

// It knows the installed fonts. To make one takes longer than to lay out a text, and one thread may use it.
PangoFontMap* font_map_of_thread() {
    thread_local const Owned<PangoFontMap> map = new_font_map();
    return map.get();
}

// The font of a file, which `map` knows from then on.
Owned<PangoFontDescription> font_of_file(PangoFontMap* map, const std::string& file) {
    const auto* path = reinterpret_cast<const FcChar8*>(file.c_str());
    const Owned<FcConfig> config(FcInitLoadConfigAndFonts());
    int count = 0;
    const Owned<FcPattern> pattern(FcFreeTypeQuery(path, 0, nullptr, &count));
    if (!config || !pattern || !FcConfigAppFontAddFile(config.get(), path))
        fail(Failure::permanent("The font for titles cannot be read: check the configured font.", file));
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config.get());
    return Owned<PangoFontDescription>(pango_fc_font_description_from_pattern(pattern.get(), 0));
}

Owned<PangoFontDescription> font_of_families(const std::string& families, bool bold) {
    Owned<PangoFontDescription> font(pango_font_description_new());
    pango_font_description_set_family(font.get(), families.c_str());
    pango_font_description_set_weight(font.get(), bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    return font;
}

// The bytes of the text that are characters without a font, as [from, to).
std::vector<std::pair<int, int>> unknown_parts(PangoLayout* layout, const std::string& text) {
    std::vector<std::pair<int, int>> parts;
    const Owned<PangoLayoutIter> at(pango_layout_get_iter(layout));
    do {
        const PangoLayoutRun* run = pango_layout_iter_get_run_readonly(at.get());
        if (run == nullptr) continue;
        for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
            if ((run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0) continue;
            const int from = run->item->offset + run->glyphs->log_clusters[i];
            const char* next = g_utf8_find_next_char(text.c_str() + from, text.c_str() + text.size());
            parts.emplace_back(from,
                               next ? static_cast<int>(next - text.c_str()) : static_cast<int>(text.size()));
        }
    } while (pango_layout_iter_next_run(at.get()));
    return parts;
}

std::string without(const std::string& text, const std::vector<std::pair<int, int>>& parts) {
    std::vector<bool> drop(text.size());
    for (const auto& [from, to] : parts)
        for (int i = from; i < to; ++i)
            drop[static_cast<std::size_t>(i)] = true;
    std::string left;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (!drop[i]) left += text[i];
    return tidied(left);
}

}  // namespace

void Text::Free::operator()(PangoLayout* layout) const {
    g_object_unref(layout);
}

Text::Text(std::string_view text, const TextShape& shape) {
    const bool is_file = shape.font.starts_with('/');
    const auto own_map = is_file ? new_font_map() : nullptr;
    const auto font =
        is_file ? font_of_file(own_map.get(), shape.font) : font_of_families(shape.font, shape.bold);
    const Owned<PangoContext> context(
        pango_font_map_create_context(is_file ? own_map.get() : font_map_of_thread()));
    // Hinting fits letters to the pixels of a screen; a video is shown in any size.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);

    layout_.reset(pango_layout_new(context.get()));
    pango_font_description_set_absolute_size(font.get(), shape.size * PANGO_SCALE);
    pango_layout_set_font_description(layout_.get(), font.get());
    pango_layout_set_width(layout_.get(), shape.width * PANGO_SCALE);
    pango_layout_set_height(layout_.get(), -shape.most_lines);
    pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_ellipsize(layout_.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_alignment(layout_.get(), shape.centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);

    std::string shown = tidied(text);
    pango_layout_set_text(layout_.get(), shown.c_str(), static_cast<int>(shown.size()));
    if (pango_layout_get_unknown_glyphs_count(layout_.get()) > 0) {
        // What an ellipsis hides has no glyphs to look at, so all lines are laid out for once.
        pango_layout_set_ellipsize(layout_.get(), PANGO_ELLIPSIZE_NONE);
        shown = without(shown, unknown_parts(layout_.get(), shown));
        pango_layout_set_ellipsize(layout_.get(), PANGO_ELLIPSIZE_END);
        pango_layout_set_text(layout_.get(), shown.c_str(), static_cast<int>(shown.size()));
    }
    empty_ = shown.empty();
}

bool Text::right_to_left() const {
    return !empty_ && pango_layout_get_direction(layout_.get(), 0) == PANGO_DIRECTION_RTL;
}

int Text::lines() const {
    return empty_ ? 0 : pango_layout_get_line_count(layout_.get());
}

int Text::width() const {
    int width = 0;
    if (!empty_) pango_layout_get_pixel_size(layout_.get(), &width, nullptr);
    return width;
}

int Text::height() const {
    int height = 0;
    if (!empty_) pango_layout_get_pixel_size(layout_.get(), nullptr, &height);
    return height;
}

void Text::draw(Picture& onto, double x, double y) const {
    if (empty_) return;
    PangoRectangle lines;
    pango_layout_get_pixel_extents(layout_.get(), nullptr, &lines);
    cairo_move_to(onto.pen(), x - lines.x, y - lines.y);  // right-to-left lines stand at the right of the box
    pango_cairo_show_layout(onto.pen(), layout_.get());
}

}  // namespace lectern::media
