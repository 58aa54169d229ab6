#include "media/cut/styled/text_image.hpp"

#include "domain/base/characters.hpp"
#include "media/av/error.hpp"

#include <algorithm>
#include <memory>
#include <new>

#include <ft2build.h>
#include FT_FREETYPE_H

namespace lectern::media {

namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr char32_t ellipsis = 0x2026;
constexpr std::size_t most_characters = 1000;

struct FreeFont {
    void operator()(FT_Library library) const { FT_Done_FreeType(library); }
    void operator()(FT_Face face) const { FT_Done_Face(face); }
};

class Font {
public:
    Font(const std::string& file, int size) {
        FT_Library library = nullptr;
        if (FT_Init_FreeType(&library) != 0) throw std::bad_alloc();
        library_.reset(library);
        FT_Face face = nullptr;
        if (FT_New_Face(library, file.c_str(), 0, &face) != 0) {
            fail(Failure::permanent("The font for titles cannot be read: check the configured font.", file));
        }
        face_.reset(face);
        FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(size));
    }

    int advance(char32_t c) const {
        if (FT_Load_Char(face_.get(), c, FT_LOAD_DEFAULT) != 0) return 0;
        return static_cast<int>(face_->glyph->advance.x >> 6);
    }
    int ascent() const { return static_cast<int>(face_->size->metrics.ascender >> 6); }
    int line_height() const { return static_cast<int>(face_->size->metrics.height >> 6); }

    void draw(char32_t c, int x, int baseline, TextImage& onto) const {
        if (FT_Load_Char(face_.get(), c, FT_LOAD_RENDER) != 0) return;
        const FT_GlyphSlot glyph = face_->glyph;
        if (glyph->bitmap.pixel_mode != FT_PIXEL_MODE_GRAY) return;
        for (unsigned row = 0; row < glyph->bitmap.rows; ++row) {
            const int y = baseline - glyph->bitmap_top + static_cast<int>(row);
            if (y < 0 || y >= onto.height) continue;
            for (unsigned column = 0; column < glyph->bitmap.width; ++column) {
                const int at = x + glyph->bitmap_left + static_cast<int>(column);
                if (at < 0 || at >= onto.width) continue;
                const std::uint8_t ink =
                    glyph->bitmap
                        .buffer[static_cast<int>(row) * glyph->bitmap.pitch + static_cast<int>(column)];
                std::uint8_t& cover =
                    onto.cover[static_cast<std::size_t>(y) * static_cast<std::size_t>(onto.width) +
                               static_cast<std::size_t>(at)];
                cover = std::max(cover, ink);
            }
        }
    }

private:
    std::unique_ptr<FT_LibraryRec_, FreeFont> library_;
    std::unique_ptr<FT_FaceRec_, FreeFont> face_;
};

bool is_space(char32_t c) {
    return c <= U' ' || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

std::vector<std::u32string> words_of(std::string_view text) {
    std::vector<std::u32string> words(1);
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < most_characters; ++count) {
        const char32_t c = next_character(text, at).value_or(replacement);
        if (!is_space(c)) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

int width_of(const Font& font, std::u32string_view text) {
    int width = 0;
    for (const char32_t c : text)
        width += font.advance(c);
    return width;
}

// Breaks at spaces, and inside words that are wider than the box.
std::vector<std::u32string> lines_of(const Font& font, const std::vector<std::u32string>& words, int width) {
    std::vector<std::u32string> lines;
    std::u32string line;
    for (const std::u32string& word : words) {
        const std::u32string longer = line.empty() ? word : line + U' ' + word;
        if (width_of(font, longer) <= width) {
            line = longer;
            continue;
        }
        if (!line.empty()) lines.push_back(std::move(line));
        line.clear();
        for (const char32_t c : word) {
            if (!line.empty() && width_of(font, line + c) > width) {
                lines.push_back(std::move(line));
                line.clear();
            }
            line += c;
        }
    }
    if (!line.empty()) lines.push_back(std::move(line));
    return lines;
}

void shorten(const Font& font, std::vector<std::u32string>& lines, const TextBox& box) {
    const auto most = static_cast<std::size_t>(std::max(box.most_lines, 1));
    if (lines.size() <= most) return;
    lines.resize(most);
    std::u32string& last = lines.back();
    while (!last.empty() && width_of(font, last + ellipsis) > box.width)
        last.pop_back();
    last += ellipsis;
}

}  // namespace

TextImage draw_text(std::string_view text, const std::string& font_file, const TextBox& box) {
    const Font font(font_file, box.size);
    std::vector<std::u32string> lines = lines_of(font, words_of(text), box.width);
    shorten(font, lines, box);
    TextImage image;
    for (const std::u32string& line : lines)
        image.width = std::max(image.width, width_of(font, line));
    image.width = std::min(image.width, box.width);
    image.height = static_cast<int>(lines.size()) * font.line_height();
    image.cover.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    int baseline = font.ascent();
    for (const std::u32string& line : lines) {
        int x = box.centred ? (image.width - width_of(font, line)) / 2 : 0;
        for (const char32_t c : line) {
            font.draw(c, x, baseline, image);
            x += font.advance(c);
        }
        baseline += font.line_height();
    }
    return image;
}

}  // namespace lectern::media
