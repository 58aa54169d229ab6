#pragma once

#include <string>
#include <string_view>

namespace lectern {

// Sprites are small pictures (cells) of a recording, one every ten seconds, many of them on one sheet.

inline constexpr double sprite_seconds = 10;
inline constexpr int sprite_width = 160;  // pixels, of a cell
inline constexpr int sprite_height = 90;
inline constexpr int sprite_columns = 10;  // cells in a row of a sheet
inline constexpr int sprites_on_sheet = 100;

// Where a cell is.
struct SpritePlace {
    int sheet = 0;
    int x = 0;  // pixels, of the upper left corner on its sheet
    int y = 0;
};
SpritePlace sprite_place(int cell);  // from 0

// How many cells a recording of this length (seconds) has: at least one, at most `most`.
int sprite_cells(double duration, int most);

// The number of sheets for so many cells, and the height of one of them in pixels. The last one may be lower.
int sprite_sheets(int cells);
int sprite_sheet_height(int sheet, int cells);

// WebVTT with one cue for each cell: "sprites/0.jpg?v=...#xywh=160,0,160,90". The addresses are relative to
// that of the text. `query`: what stands behind the path, "" or "?v=1234".
std::string sprites_webvtt(int cells, double duration, std::string_view query);

}  // namespace lectern
