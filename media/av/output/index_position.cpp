#include "media/av/output/index_position.hpp"

#include "media/av/output/mp4_boxes.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace lectern::media {

namespace {

constexpr std::array<std::string_view, 5> on_the_way = {"moov", "trak", "mdia", "minf", "stbl"};
constexpr std::size_t table = box_header + 8;  // after version, flags and the number of entries

// Copies boxes; positions of samples are changed.
class Rewriting {
public:
    Rewriting(std::uint64_t by, bool wide) : by_(by), wide_(wide) {}

    // False if the box has another form, or a position does not fit.
    bool copy(Box box) {
        const std::string_view type = type_of(box);
        if (type == "stco" || type == "co64") return copy_positions(box, type == "stco" ? 4 : 8);
        if (std::ranges::find(on_the_way, type) == on_the_way.end()) {
            out_.insert(out_.end(), box.begin(), box.end());
            return true;
        }
        const auto inside = boxes_inside(box);
        if (!inside) return false;
        const std::size_t begin = out_.size();
        out_.insert(out_.end(), box.begin(), box.begin() + box_header);
        for (const Box one : *inside) {
            if (!copy(one)) return false;
        }
        return set_size(begin);
    }
    std::vector<std::uint8_t>& result() { return out_; }

private:
    bool copy_positions(Box box, std::size_t width) {
        if (box.size() < table) return false;
        const std::uint64_t count = number_in(box, box_header + 4, 4);
        if ((box.size() - table) / width < count) return false;
        const std::size_t new_width = wide_ ? 8 : width;
        const std::size_t begin = out_.size();
        out_.insert(out_.end(), box.begin(), box.begin() + table);
        out_.resize(begin + table + count * new_width);
        const Box made = Box(out_).subspan(begin);
        if (new_width == 8) std::ranges::copy(std::string_view("co64"), made.begin() + 4);
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t position = number_in(box, table + i * width, width) + by_;
            if (new_width == 4 && position > UINT32_MAX) return false;
            set_number_in(made, table + i * new_width, new_width, position);
        }
        return set_size(begin);
    }
    bool set_size(std::size_t begin) {
        const Box made = Box(out_).subspan(begin);
        if (made.size() > UINT32_MAX) return false;
        set_number_in(made, 0, 4, made.size());
        return true;
    }

    std::uint64_t by_;
    bool wide_;
    std::vector<std::uint8_t> out_;
};

std::optional<std::vector<std::uint8_t>> rewritten(Box moov, std::int64_t by, bool wide) {
    Rewriting rewriting(static_cast<std::uint64_t>(by), wide);
    if (!rewriting.copy(moov)) return {};
    return std::move(rewriting.result());
}

}  // namespace

std::optional<MovedIndex> index_for_moved_samples(std::span<std::uint8_t> moov, std::int64_t room) {
    if (moov.size() < box_header || number_in(moov, 0, 4) != moov.size() || type_of(moov) != "moov")
        return {};
    for (const bool wide : {false, true}) {
        const auto unmoved = rewritten(moov, 0, wide);
        if (!unmoved) continue;
        const auto size = static_cast<std::int64_t>(unmoved->size());
        const std::int64_t by = fills_room(size, room) ? 0 : size > room ? size - room : size + 8 - room;
        if (auto moved = rewritten(moov, by, wide)) return MovedIndex{std::move(*moved), by};
    }
    return {};
}

}  // namespace lectern::media
