#include "media/av/matroska_size.hpp"

#include <bit>
#include <limits>

namespace lectern::media {

namespace {

constexpr std::uint32_t header_id = 0x1A45DFA3;
constexpr std::uint32_t segment_id = 0x18538067;
constexpr std::size_t id_bytes = 4;

struct Element {
    std::int64_t body = 0;             // where its content starts
    std::optional<std::int64_t> size;  // of its content
};

// The element with a four byte id at `at`.
std::optional<Element> element(std::span<const std::uint8_t> head, std::size_t at, std::uint32_t wanted) {
    if (at + id_bytes >= head.size()) return {};
    std::uint32_t id = 0;
    for (std::size_t i = 0; i < id_bytes; ++i)
        id = id << 8 | head[at + i];
    if (id != wanted) return {};
    at += id_bytes;
    // A length of n bytes starts with n-1 zero bits and a one bit. If all other bits are ones it is unknown.
    const auto length = static_cast<std::size_t>(std::countl_zero(head[at])) + 1;
    if (length > 8 || at + length > head.size()) return {};
    std::uint64_t value = head[at] & (0xFFU >> length);
    for (std::size_t i = 1; i < length; ++i)
        value = value << 8 | head[at + i];
    const std::uint64_t unknown = (std::uint64_t{1} << (7 * length)) - 1;
    Element found{static_cast<std::int64_t>(at + length), {}};
    if (value != unknown) found.size = static_cast<std::int64_t>(value);
    return found;
}

}  // namespace

std::optional<std::int64_t> matroska_size(std::span<const std::uint8_t> head) {
    const auto header = element(head, 0, header_id);
    if (!header || !header->size || *header->size > static_cast<std::int64_t>(head.size())) return {};
    const auto segment = element(head, static_cast<std::size_t>(header->body + *header->size), segment_id);
    if (!segment || !segment->size) return {};
    return segment->body + *segment->size;
}

}  // namespace lectern::media
