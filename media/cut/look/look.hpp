#pragma once

#include "media/cut/look/picture.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lectern::media {

// The colours of title cards and name tags, those of the pages.
struct Look {
    Colour ground;      // of the card, at the top
    Colour ground_low;  // at the bottom
    Colour ink;
    Colour accent;
    bool has_rule;  // a short line above the title, which stands at the left; else the title is centred
};

// "board", "paper" or "plain"; nullopt for other names.
std::optional<Look> look_named(std::string_view name);

// The look on another ground; the ink is then black or white, whichever is clearer.
Look on_ground(Look look, Colour ground);

struct LookTexts {
    std::string title;  // on the card
    std::string name;   // on the tag
    std::string font;   // as TextShape::font
    std::string logo;   // the path of a PNG file; "": none
};

// A card of this size: the title, and the logo in a lower corner. Throws MediaError (permanent) if the logo
// or the font file cannot be read.
Picture title_card(const Look& look, const LookTexts& texts, int width, int height);

// The tag with the name, for a picture of this size.
Picture name_tag(const Look& look, const LookTexts& texts, int width, int height);

}  // namespace lectern::media
