#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lectern::media {

// Checks the form of a piece while it arrives: is it media, and is it complete? Servers that have only a part
// of a file often claim that it is the whole.
class PieceShape {
public:
    void take(std::string_view bytes);

    // By its first bytes. A playlist or a page is not media, whatever its name.
    enum class Kind { unknown, transport_stream, boxes, playlist, page };
    Kind kind() const;
    // For the whole piece: false if its last packet or box is cut off. True for other kinds.
    bool complete() const;

private:
    void take_boxes(std::string_view bytes);

    std::string head_;  // first bytes
    std::int64_t bytes_ = 0;
    // For boxes: the header of the current box as far as it is here, and the bytes until the next box.
    std::string header_;
    std::uint64_t left_ = 0;
    bool endless_ = false;  // this box ends with the file
    bool broken_ = false;
};

}  // namespace lectern::media
