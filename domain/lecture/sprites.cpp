#include "domain/lecture/sprites.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace lectern {
namespace {

std::string clock_text(double seconds) {
    const long long all = std::llround(std::clamp(seconds, 0.0, 3.6e6) * 1000);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%02lld:%02lld:%02lld.%03lld", all / 3'600'000, all / 60'000 % 60,
                  all / 1000 % 60, all % 1000);
    return text.data();
}

}  // namespace

SpritePlace sprite_place(int cell) {
    const int on_sheet = cell % sprites_on_sheet;
    return {cell / sprites_on_sheet, on_sheet % sprite_columns * sprite_width,
            on_sheet / sprite_columns * sprite_height};
}

int sprite_cells(double duration, int most) {
    const double cells = std::ceil(duration / sprite_seconds);
    return cells >= most ? most : std::max(1, static_cast<int>(cells));
}

int sprite_sheets(int cells) {
    return (cells + sprites_on_sheet - 1) / sprites_on_sheet;
}

int sprite_sheet_height(int sheet, int cells) {
    const int on_sheet = std::clamp(cells - sheet * sprites_on_sheet, 0, sprites_on_sheet);
    return (on_sheet + sprite_columns - 1) / sprite_columns * sprite_height;
}

std::string sprites_webvtt(int cells, double duration, std::string_view query) {
    std::string text = "WEBVTT\n";
    for (int cell = 0; cell < cells; ++cell) {
        const SpritePlace place = sprite_place(cell);
        const double start = cell * sprite_seconds;
        const double end = cell + 1 == cells ? std::max(duration, start + 0.001) : start + sprite_seconds;
        text += "\n" + clock_text(start) + " --> " + clock_text(end) + "\nsprites/" +
                std::to_string(place.sheet) + ".jpg" + std::string(query) +
                "#xywh=" + std::to_string(place.x) + "," + std::to_string(place.y) + "," +
                std::to_string(sprite_width) + "," + std::to_string(sprite_height) + "\n";
    }
    return text;
}

}  // namespace lectern
