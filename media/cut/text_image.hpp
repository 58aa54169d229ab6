#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::media {

// How much of each pixel text covers, 0..255, row by row.
struct TextImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> cover;
};

struct TextBox {
    int width = 0;       // pixels; lines are broken to fit
    int most_lines = 4;  // a longer text ends in "…"
    int size = 48;       // pixels of an em
    bool centred = true;
};

// Draws UTF-8 text with a font file. Every character that is no text (controls, line ends) counts as a space;
// what the font lacks shows as its box; broken UTF-8 shows as U+FFFD. The image is as small as its lines
// allow; empty for an empty text. Throws MediaError (permanent) when the font cannot be read.
TextImage draw_text(std::string_view text, const std::string& font, const TextBox& box);

}  // namespace lectern::media
