#include "media/pictures/sprite_sheets.hpp"

#include "domain/lecture/sprites.hpp"
#include "media/av/error.hpp"
#include "media/cut/styled/canvas.hpp"
#include "media/pictures/jpeg.hpp"

#include <cstring>

namespace lectern::media {
namespace {

Frame black_sheet(int sheet, int cells) {
    return plain_frame({sprite_columns * sprite_width, sprite_sheet_height(sheet, cells)}, 0);
}

// Copies yuv420p, whose colours have half as many rows and columns. All places and sizes are even.
void copy_into(AVFrame& sheet, const SpritePlace& place, const AVFrame& cell) {
    for (int plane = 0; plane < 3; ++plane) {
        const int shift = plane == 0 ? 0 : 1;
        const int rows = sprite_height >> shift;
        for (int row = 0; row < rows; ++row) {
            std::uint8_t* to = sheet.data[plane] +
                               std::ptrdiff_t{(place.y >> shift) + row} * sheet.linesize[plane] +
                               (place.x >> shift);
            const std::uint8_t* from = cell.data[plane] + std::ptrdiff_t{row} * cell.linesize[plane];
            std::memcpy(to, from, static_cast<std::size_t>(sprite_width >> shift));
        }
    }
}

}  // namespace

SpriteSheets::SpriteSheets(int cells, Sink sink)
    : cells_(cells), sink_(std::move(sink)), sheet_(black_sheet(0, cells)) {}

void SpriteSheets::put(int cell, const AVFrame& frame) {
    if (cell < next_ || cell >= cells_) return;
    // What comes before the first frame looks like it.
    if (!last_) last_ = shared_frame(&frame);
    fill_until(cell);
    last_ = shared_frame(&frame);
    fill_until(cell + 1);
}

void SpriteSheets::finish() {
    fill_until(cells_);
}

void SpriteSheets::fill_until(int cell) {
    for (; next_ < cell; ++next_) {
        const SpritePlace place = sprite_place(next_);
        if (last_) copy_into(*sheet_, place, *last_);
        if (next_ + 1 == cells_ || (next_ + 1) % sprites_on_sheet == 0) {
            sink_(place.sheet, to_jpeg(*sheet_));
            if (next_ + 1 < cells_) sheet_ = black_sheet(place.sheet + 1, cells_);
        }
    }
}

}  // namespace lectern::media
