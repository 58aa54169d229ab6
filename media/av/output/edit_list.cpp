#include "media/av/output/edit_list.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

namespace lectern::media {

namespace {

constexpr std::size_t header = 8;
constexpr std::uint64_t empty_edit_32 = 0xFFFFFFFF;
constexpr std::uint64_t empty_edit_64 = ~std::uint64_t{0};

using Bytes = std::span<std::uint8_t>;

std::uint64_t read(Bytes at, std::size_t offset, std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
        value = value << 8 | at[offset + i];
    return value;
}

// A number in the index: its position and its width.
struct Field {
    Bytes at;

    std::uint64_t get() const { return read(at, 0, at.size()); }
    void set(std::uint64_t value) const {
        for (std::size_t i = at.size(); i > 0; --i, value >>= 8)
            at[i - 1] = static_cast<std::uint8_t>(value);
    }
};

std::string_view type_of(Bytes box) {
    return {reinterpret_cast<const char*>(box.data()) + 4, 4};
}

// The boxes inside a box; nullopt if their sizes do not add up.
std::optional<std::vector<Bytes>> children(Bytes box) {
    std::vector<Bytes> found;
    std::size_t at = header;
    while (at + header <= box.size()) {
        const std::size_t size = read(box, at, 4);
        if (size < header || size > box.size() - at) return {};
        found.push_back(box.subspan(at, size));
        at += size;
    }
    return at == box.size() ? std::optional(found) : std::nullopt;
}

std::optional<Bytes> child(Bytes box, std::string_view type) {
    const auto all = children(box);
    if (!all) return {};
    const auto it = std::find_if(all->begin(), all->end(), [type](Bytes b) { return type_of(b) == type; });
    return it != all->end() ? std::optional(*it) : std::nullopt;
}

// A full box whose number comes `skip_32` or, in version 1, `skip_64` bytes after version and flags.
std::optional<Field> number(Bytes box, std::size_t skip_32, std::size_t skip_64) {
    if (box.size() < header + 4) return {};
    const bool wide = box[header] == 1;
    const std::size_t at = header + 4 + (wide ? skip_64 : skip_32);
    const std::size_t bytes = wide ? 8 : 4;
    if (at + bytes > box.size()) return {};
    return Field{box.subspan(at, bytes)};
}

struct Change {
    Field field;
    std::uint64_t value;
};

// The shown part of a track ends with the movie. The time of an empty edit at the start counts too.
bool shorten_edits(Bytes list, std::uint64_t duration, std::vector<Change>& changes) {
    if (list.size() < header + 8) return false;
    const bool wide = list[header] == 1;
    const std::size_t width = wide ? 8 : 4;
    const std::size_t entry = 2 * width + 4;
    const std::size_t count = read(list, header + 4, 4);
    if (count == 0 || count > 2 || header + 8 + count * entry > list.size()) return false;
    std::uint64_t waited = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = header + 8 + i * entry;
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

bool shorten_presentation(Bytes moov, double seconds) {
    const auto boxes = moov.size() >= header ? children(moov) : std::nullopt;
    const auto movie = boxes ? child(moov, "mvhd") : std::nullopt;
    if (!movie || movie->size() < header + 24) return false;
    const std::uint64_t timescale = read(*movie, header + 4 + ((*movie)[header] == 1 ? 16 : 8), 4);
    const auto length = number(*movie, 12, 20);
    if (timescale == 0 || !length) return false;
    const auto duration = static_cast<std::uint64_t>(std::llround(seconds * static_cast<double>(timescale)));

    std::vector<Change> changes{{*length, std::min(length->get(), duration)}};
    for (const Bytes track : *boxes) {
        if (type_of(track) != "trak") continue;
        const auto head = child(track, "tkhd");
        const auto shown = head ? number(*head, 16, 24) : std::nullopt;
        const auto edits = child(track, "edts");
        const auto list = edits ? child(*edits, "elst") : std::nullopt;
        if (!shown || !list || !shorten_edits(*list, duration, changes)) return false;
        changes.push_back({*shown, std::min(shown->get(), duration)});
    }
    for (const Change& change : changes)
        change.field.set(change.value);
    return true;
}

}  // namespace lectern::media
