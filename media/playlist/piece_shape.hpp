#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lectern::media {

// Looks at a piece while it passes by: is it what pieces of streams are made of, and is its end there?
// Servers that hand out a file cut short often say that this is all of it.
class PieceShape {
public:
    void take(std::string_view bytes);

    // Of what begins so: another playlist or a page is no piece, whatever its name.
    enum class Kind { unknown, transport_stream, boxes, playlist, page };
    Kind kind() const;
    // False when packets or boxes lack their ends; other kinds do not tell. Of the whole piece.
    bool complete() const;

private:
    void take_boxes(std::string_view bytes);

    std::string head_;  // first bytes
    std::int64_t bytes_ = 0;
    // Boxes: what is known of the header of the current one, and how many bytes follow until the next.
    std::string header_;
    std::uint64_t left_ = 0;
    bool endless_ = false;  // this box goes on until the end of the file
    bool broken_ = false;
};

}  // namespace lectern::media
