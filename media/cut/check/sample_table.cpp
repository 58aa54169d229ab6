#include "media/cut/check/sample_table.hpp"

#include "media/av/handles.hpp"
#include "media/cut/check/reject_clip.hpp"

#include <string>
#include <string_view>

namespace lectern::media {

namespace {

constexpr std::size_t after_version = box_header + 4;
constexpr std::size_t after_count = box_header + 8;
constexpr std::size_t most_samples = 20'000'000;  // days
constexpr std::int64_t far_end = std::int64_t{1} << 60;

[[noreturn]] void damaged(Box box) {
    reject_clip("the box " + std::string(type_of(box)) + " is damaged");
}

std::uint64_t field(Box box, std::size_t at, std::size_t bytes = 4) {
    if (at + bytes > box.size()) damaged(box);
    return number_in(box, at, bytes);
}

bool is_wide(Box box) {
    return field(box, box_header, 1) == 1;
}

Box needed(Box in, std::string_view type) {
    const auto found = box_inside(in, type);
    if (!found) reject_clip("no box " + std::string(type));
    return *found;
}

// The entries of a table, each of `width` bytes.
std::size_t entries(Box box, std::size_t width, std::size_t head = after_count) {
    const std::size_t count = field(box, head - 4);
    if (head > box.size() || (box.size() - head) / width < count) damaged(box);
    return count;
}

}  // namespace

SampleTable::SampleTable(Box trak, Box mvhd) {
    const Box mdia = needed(trak, "mdia");
    const Box stbl = needed(needed(mdia, "minf"), "stbl");
    read_kind(mdia);
    read_edit(trak, mvhd);
    read_durations(stbl);
    read_offsets(stbl);
    check_keyframes(stbl);
    read_sizes(stbl);
    read_chunks(stbl);
}

void SampleTable::read_kind(Box mdia) {
    const Box handler = needed(mdia, "hdlr");
    constexpr std::size_t kind_at = after_version + 4;
    field(handler, kind_at);
    const std::string_view kind(reinterpret_cast<const char*>(handler.data()) + kind_at, 4);
    video_ = kind == "vide";
    if (!video_ && kind != "soun") reject_clip("a track of another kind");
    const Box head = needed(mdia, "mdhd");
    timescale_ = static_cast<std::uint32_t>(field(head, after_version + (is_wide(head) ? 16 : 8)));
    if (timescale_ == 0) damaged(head);
}

void SampleTable::read_edit(Box trak, Box mvhd) {
    const auto edits = box_inside(trak, "edts");
    if (!edits) return;
    const auto movie = static_cast<std::int64_t>(field(mvhd, after_version + (is_wide(mvhd) ? 16 : 8)));
    if (movie == 0) damaged(mvhd);
    const Box list = needed(*edits, "elst");
    const std::size_t width = is_wide(list) ? 8 : 4;
    const std::size_t count = entries(list, 2 * width + 4);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = after_count + i * (2 * width + 4);
        const std::uint64_t said = field(list, at, width);
        const std::uint64_t from = field(list, at + width, width);
        if (said > far_end) damaged(list);
        const std::int64_t ticks = av_rescale(static_cast<std::int64_t>(said), timescale_, movie);
        const bool empty = from == (width == 8 ? UINT64_MAX : UINT32_MAX);
        if (edit_.duration || (!empty && from > far_end)) reject_clip("an edit list with several parts");
        if (empty) {
            edit_.wait += ticks;
        } else {
            edit_.media_time = static_cast<std::int64_t>(from);
            edit_.duration = ticks;
        }
    }
}

void SampleTable::read_durations(Box stbl) {
    const Box box = needed(stbl, "stts");
    const std::size_t count = entries(box, 8);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t run = field(box, after_count + i * 8);
        const auto duration = static_cast<std::int64_t>(field(box, after_count + i * 8 + 4));
        if (run > most_samples - samples_.size()) damaged(box);
        const bool last = i + 1 == count;
        if (duration == 0 && run > (last ? 1U : 0U)) reject_clip("decoding times do not rise");
        for (std::size_t sample = 0; sample < run; ++sample) {
            samples_.push_back({length_, duration});
            length_ += duration;
        }
    }
    if (samples_.empty()) reject_clip("nothing to show");
}

// From the decoding of a sample until it is shown; signed in version 1, and in what some write as version 0.
void SampleTable::read_offsets(Box stbl) {
    const auto box = box_inside(stbl, "ctts");
    if (!box) return;
    const std::size_t count = entries(*box, 8);
    std::size_t sample = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t run = field(*box, after_count + i * 8);
        const auto offset = static_cast<std::int32_t>(field(*box, after_count + i * 8 + 4));
        if (run > samples_.size() - sample) damaged(*box);
        for (const std::size_t end = sample + run; sample < end; ++sample)
            samples_[sample].shown_at += offset;
    }
    if (sample != samples_.size()) damaged(*box);
}

void SampleTable::check_keyframes(Box stbl) const {
    const auto box = box_inside(stbl, "stss");
    if (!box) return;  // all are keyframes
    const std::size_t count = entries(*box, 4);
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t number = field(*box, after_count + i * 4);
        if (number <= last || number > samples_.size()) damaged(*box);
        last = number;
    }
    if (video_ && (count == 0 || field(*box, after_count) != 1))
        reject_clip("the first frame is no keyframe");
}

void SampleTable::read_sizes(Box stbl) {
    const Box box = needed(stbl, "stsz");
    const auto same = static_cast<std::uint32_t>(field(box, after_version));
    if (field(box, after_version + 4) != samples_.size()) damaged(box);
    sizes_.assign(samples_.size(), same);
    if (same != 0) return;
    entries(box, 4, after_version + 8);
    for (std::size_t i = 0; i < sizes_.size(); ++i)
        sizes_[i] = static_cast<std::uint32_t>(field(box, after_version + 8 + i * 4));
}

void SampleTable::read_chunks(Box stbl) {
    const auto narrow = box_inside(stbl, "stco");
    const Box positions = narrow ? *narrow : needed(stbl, "co64");
    const std::size_t width = narrow ? 4 : 8;
    const std::size_t chunks = entries(positions, width);
    const Box lengths = needed(stbl, "stsc");
    const std::size_t runs = entries(lengths, 12);
    std::size_t sample = 0;
    for (std::size_t i = 0; i < runs; ++i) {
        const std::size_t at = after_count + i * 12;
        const std::size_t first = field(lengths, at);
        const std::size_t each = field(lengths, at + 4);
        const std::size_t behind = i + 1 < runs ? field(lengths, at + 12) : chunks + 1;
        if (first != chunks_.size() + 1 || behind <= first || behind > chunks + 1) damaged(lengths);
        for (std::size_t chunk = first; chunk < behind; ++chunk) {
            const std::uint64_t begin = field(positions, after_count + (chunk - 1) * width, width);
            if (begin > far_end || each == 0 || each > sizes_.size() - sample) damaged(lengths);
            auto end = static_cast<std::int64_t>(begin);
            for (std::size_t n = 0; n < each; ++n)
                end += sizes_[sample++];
            chunks_.push_back({static_cast<std::int64_t>(begin), end});
        }
    }
    if (chunks_.size() != chunks || sample != sizes_.size()) damaged(lengths);
}

void SampleTable::for_each_sample(
    const std::function<void(std::int64_t shown_at, std::int64_t duration)>& take) const {
    for (const Sample& sample : samples_)
        take(sample.shown_at, sample.duration);
}

void SampleTable::append_places(std::vector<Extent>& to) const {
    to.insert(to.end(), chunks_.begin(), chunks_.end());
}

}  // namespace lectern::media
