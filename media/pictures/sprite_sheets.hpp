#pragma once

#include "media/av/handles.hpp"

#include <functional>
#include <string>

namespace lectern::media {

// Puts small frames on sheets (see domain/lecture/sprites.hpp). A cell without a frame of its own shows the
// frame before it. Keeps one sheet in memory. Throws MediaError.
class SpriteSheets {
public:
    // Gets each sheet as a JPEG file, in order.
    using Sink = std::function<void(int sheet, const std::string& jpeg)>;

    SpriteSheets(int cells, Sink sink);

    // `frame`: of the size of a cell. A cell keeps its first frame; cells come in order.
    void put(int cell, const AVFrame& frame);
    void finish();

private:
    void fill_until(int cell);

    int cells_;
    Sink sink_;
    Frame sheet_;
    Frame last_;    // what the cell before `next_` shows; null before the first
    int next_ = 0;  // the first cell that is not drawn
};

}  // namespace lectern::media
