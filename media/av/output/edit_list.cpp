#include "media/av/output/edit_list.hpp"

#include "media/av/output/mp4_boxes.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace lectern::media {

namespace {

constexpr std::uint64_t empty_edit_32 = 0xFFFFFFFF;
constexpr std::uint64_t empty_edit_64 = ~std::uint64_t{0};

// A number in the index: its position and its width.
struct Field {
    Box at;

    std::uint64_t get() const { return number_in(at, 0, at.size()); }
    void set(std::uint64_t value) const { set_number_in(at, 0, at.size(), value); }
};

// A full box whose number comes `skip_32` or, in version 1, `skip_64` bytes after version and flags.
std::optional<Field> number(Box box, std::size_t skip_32, std::size_t skip_64) {
    if (box.size() < box_header + 4) return {};
    const bool wide = box[box_header] == 1;
    const std::size_t at = box_header + 4 + (wide ? skip_64 : skip_32);
    const std::size_t bytes = wide ? 8 : 4;
    if (at + bytes > box.size()) return {};
    return Field{box.subspan(at, bytes)};
}

struct Change {
    Field field;
    std::uint64_t value;
};

// The shown part of a track ends with the movie. The time of an empty edit at the start counts too.
bool shorten_edits(Box list, std::uint64_t duration, std::vector<Change>& changes) {
    if (list.size() < box_header + 8) return false;
    const bool wide = list[box_header] == 1;
    const std::size_t width = wide ? 8 : 4;
    const std::size_t entry = 2 * width + 4;
    const std::size_t count = number_in(list, box_header + 4, 4);
    if (count == 0 || count > 2 || box_header + 8 + count * entry > list.size()) return false;
    std::uint64_t waited = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = box_header + 8 + i * entry;
        const Field length{list.subspan(at, width)};
        const bool empty =
            Field{list.subspan(at + width, width)}.get() == (wide ? empty_edit_64 : empty_edit_32);
        if (empty) {
            waited += length.get();
        } else if (length.get() + waited > duration && duration > waited) {
            changes.push_back({length, duration - waited});
        }
    }
    return true;
}

}  // namespace

bool shorten_presentation(Box moov, double seconds) {
    const auto boxes = moov.size() >= box_header ? boxes_inside(moov) : std::nullopt;
    const auto movie = boxes ? box_inside(moov, "mvhd") : std::nullopt;
    if (!movie || movie->size() < box_header + 24) return false;
    const std::uint64_t timescale =
        number_in(*movie, box_header + 4 + ((*movie)[box_header] == 1 ? 16 : 8), 4);
    const auto length = number(*movie, 12, 20);
    if (timescale == 0 || !length) return false;
    const auto duration = static_cast<std::uint64_t>(std::llround(seconds * static_cast<double>(timescale)));

    std::vector<Change> changes{{*length, std::min(length->get(), duration)}};
    for (const Box track : *boxes) {
        if (type_of(track) != "trak") continue;
        const auto head = box_inside(track, "tkhd");
        const auto shown = head ? number(*head, 16, 24) : std::nullopt;
        const auto edits = box_inside(track, "edts");
        const auto list = edits ? box_inside(*edits, "elst") : std::nullopt;
        if (!shown || !list || !shorten_edits(*list, duration, changes)) return false;
        changes.push_back({*shown, std::min(shown->get(), duration)});
    }
    for (const Change& change : changes)
        change.field.set(change.value);
    return true;
}

}  // namespace lectern::media
