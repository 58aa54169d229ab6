#include "media/av/output/mp4_boxes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <unistd.h>

namespace lectern::media {
namespace {

constexpr int most_boxes = 10'000;  // a file of tiny boxes would be read for hours

std::uint64_t number(const unsigned char* bytes, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | bytes[i];
    return value;
}

}  // namespace

std::uint64_t number_in(Box box, std::size_t offset, std::size_t bytes) {
    return number(box.data() + offset, bytes);
}

void set_number_in(Box box, std::size_t offset, std::size_t bytes, std::uint64_t value) {
    for (std::size_t i = bytes; i > 0; --i, value >>= 8)
        box[offset + i - 1] = static_cast<std::uint8_t>(value);
}

std::string_view type_of(Box box) {
    return {reinterpret_cast<const char*>(box.data()) + 4, 4};
}

std::optional<std::vector<Box>> boxes_inside(Box box) {
    std::vector<Box> found;
    std::size_t at = box_header;
    while (at + box_header <= box.size()) {
        const std::size_t size = number_in(box, at, 4);
        if (size < box_header || size > box.size() - at) return {};
        found.push_back(box.subspan(at, size));
        at += size;
    }
    return at == box.size() ? std::optional(found) : std::nullopt;
}

std::optional<Box> box_inside(Box box, std::string_view type) {
    const auto all = boxes_inside(box);
    if (!all) return {};
    const auto it = std::find_if(all->begin(), all->end(), [type](Box b) { return type_of(b) == type; });
    return it != all->end() ? std::optional(*it) : std::nullopt;
}

std::optional<std::string> first_box(int fd, std::initializer_list<std::string_view> types) {
    constexpr std::uint64_t longest = std::uint64_t{1} << 60;
    std::uint64_t at = 0;
    std::array<unsigned char, 16> box{};  // size, type, and the size of a long box
    for (int seen = 0; seen < most_boxes; ++seen) {
        const ssize_t got = ::pread(fd, box.data(), box.size(), static_cast<off_t>(at));
        if (got != static_cast<ssize_t>(box.size())) break;
        const std::string_view type(reinterpret_cast<const char*>(box.data()) + 4, 4);
        if (std::ranges::find(types, type) != types.end()) return std::string(type);
        const bool is_long = number(box.data(), 4) == 1;
        const std::uint64_t size = is_long ? number(box.data() + 8, 8) : number(box.data(), 4);
        if (size < 8 || size > longest - at) return std::nullopt;
        at += size;
    }
    return std::nullopt;
}

}  // namespace lectern::media
