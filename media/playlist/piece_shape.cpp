#include "media/playlist/piece_shape.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <array>

namespace lectern::media {
namespace {

constexpr std::size_t packet = 188;  // bytes of a packet of a transport stream
constexpr std::size_t head_bytes = 2 * packet;
constexpr std::size_t short_header = 8;
constexpr std::size_t long_header = 16;

constexpr std::array<std::string_view, 11> first_boxes = {"ftyp", "styp", "moov", "moof", "sidx", "emsg",
                                                          "prft", "free", "skip", "mdat", "uuid"};

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char c : bytes)
        value = value << 8U | static_cast<unsigned char>(c);
    return value;
}

}  // namespace

void PieceShape::take(std::string_view bytes) {
    head_ += bytes.substr(0, head_bytes - std::min(head_bytes, head_.size()));
    bytes_ += static_cast<std::int64_t>(bytes.size());
    take_boxes(bytes);
}

PieceShape::Kind PieceShape::kind() const {
    const bool next_packet = head_.size() <= packet || head_[packet] == 'G';
    if (head_.starts_with('G') && next_packet) return Kind::transport_stream;
    if (head_.size() >= short_header &&
        std::ranges::find(first_boxes, std::string_view(head_).substr(4, 4)) != first_boxes.end())
        return Kind::boxes;
    const std::string_view text = ascii::trimmed(head_);
    if (text.starts_with("#EXTM3U")) return Kind::playlist;
    return text.starts_with('<') ? Kind::page : Kind::unknown;
}

bool PieceShape::complete() const {
    switch (kind()) {
        case Kind::transport_stream:
            return bytes_ % static_cast<std::int64_t>(packet) == 0;
        case Kind::boxes:
            return !broken_ && header_.empty() && (left_ == 0 || endless_);
        default:
            return true;
    }
}

void PieceShape::take_boxes(std::string_view bytes) {
    while (!bytes.empty() && !broken_ && !endless_) {
        if (left_ > 0) {
            const auto inside = std::min<std::uint64_t>(left_, bytes.size());
            left_ -= inside;
            bytes.remove_prefix(inside);
            continue;
        }
        header_ += bytes.front();
        bytes.remove_prefix(1);
        if (header_.size() < short_header) continue;
        std::uint64_t size = big_endian(std::string_view(header_).substr(0, 4));
        const bool wide = size == 1;
        if (wide && header_.size() < long_header) continue;
        if (wide) size = big_endian(std::string_view(header_).substr(8, 8));
        endless_ = size == 0;
        broken_ = !endless_ && size < header_.size();
        left_ = endless_ || broken_ ? 0 : size - header_.size();
        header_.clear();
    }
}

}  // namespace lectern::media
