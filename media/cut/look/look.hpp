#pragma once

#include "media/cut/look/picture.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lectern::media {

// What title cards and name tags look like.
struct Look {
    Colour ground = 0x1B2722;      // of the card, at the top
    Colour ground_low = 0x101815;  // at the bottom
    Colour ink = 0xEAF1EC;
    Colour accent = 0xF0C75E;
    bool has_rule =
        true;  // a short line above the title, which begins at the side; else the title is centred
    std::string font = "Noto Sans, DejaVu Sans";  // as TextShape::font
    std::string logo = {};                        // the path of a PNG file; "": none
};

// "board", "paper" (both in the colours of the pages) or "plain"; nullopt for other names.
std::optional<Look> look_named(std::string_view name);

// The look on another ground, with an ink that can be read on it.
Look on_ground(Look look, Colour ground);

// A card of this size: the title, and the logo in a lower corner. Throws MediaError (permanent) if the logo
// or the font file cannot be read.
Picture draw_title_card(const Look& look, std::string_view title, int width, int height);

// A tag for a picture of this size.
Picture draw_name_tag(const Look& look, std::string_view name, int width, int height);

}  // namespace lectern::media
