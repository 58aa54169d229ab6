#pragma once

#include "media/cut/look/picture.hpp"

#include <memory>
#include <string>
#include <string_view>

typedef struct _PangoLayout PangoLayout;  // NOLINT(bugprone-reserved-identifier): Pango's own name

namespace lectern::media {

struct TextShape {
    std::string font;    // names of font families, the first that is there counts; or the path of a font file
    double size = 48;    // pixels of an em
    bool bold = false;   // of families; a font file is as it is
    int width = 0;       // pixels; lines are broken to fit
    int most_lines = 4;  // a longer text ends in "…"
    bool centred = false;
};

// UTF-8 text of any script, laid out: shaped, in the order of its writing, in fonts that have its characters.
// Control characters and line ends count as spaces, malformed UTF-8 as U+FFFD. Characters that no installed
// font has are left out. One thread at a time.
class Text {
public:
    // Throws MediaError (permanent) if the font file cannot be read.
    Text(std::string_view text, const TextShape& shape);

    bool empty() const { return empty_; }
    // Whether its script begins lines at the right.
    bool right_to_left() const;
    int lines() const;
    // Of the lines, pixels.
    int width() const;
    int height() const;

    // Draws the lines with their upper left corner at (x, y), in the colour in use.
    void draw(Picture& onto, double x, double y) const;

private:
    struct Free {
        void operator()(PangoLayout* layout) const;
    };

    std::unique_ptr<PangoLayout, Free> layout_;
    bool empty_ = false;
};

}  // namespace lectern::media
