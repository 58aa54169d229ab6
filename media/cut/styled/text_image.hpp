#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::media {

// Text as an image: how much of each pixel it covers, 0..255, row by row.
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

// Draws UTF-8 text with a font file. Control characters and line ends count as spaces. A character that the
// font lacks is shown as a box, malformed UTF-8 as U+FFFD. The image is as small as its lines allow, and
// empty for an empty text. Throws MediaError (permanent) if the font cannot be read.
TextImage draw_text(std::string_view text, const std::string& font, const TextBox& box);

}  // namespace lectern::media
