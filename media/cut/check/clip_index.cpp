#include "media/cut/check/clip_index.hpp"

#include "media/av/output/mp4_boxes.hpp"
#include "media/cut/check/reject_clip.hpp"
#include "media/cut/check/sample_table.hpp"

#include <algorithm>
#include <cerrno>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

namespace lectern::media {

namespace {

constexpr std::int64_t largest_index = std::int64_t{256} << 20;  // bytes; days of samples
constexpr std::int64_t most_boxes = 16;                          // ours has four or five

struct FileBoxes {
    std::vector<std::uint8_t> moov;
    std::vector<Extent> data;
};

std::vector<std::uint8_t> bytes_at(int fd, std::int64_t offset, std::int64_t count) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(count));
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t got = ::pread(fd, bytes.data() + done, bytes.size() - done,
                                    static_cast<off_t>(offset) + static_cast<off_t>(done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) reject_clip("it cannot be read back");
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

FileBoxes boxes_of_file(int fd) {
    struct stat info {};
    if (::fstat(fd, &info) != 0) reject_clip("it cannot be read back");
    const std::int64_t bytes = info.st_size;
    FileBoxes found;
    std::int64_t at = 0;
    for (std::int64_t boxes = 0; at < bytes; ++boxes) {
        const std::int64_t left = bytes - at;
        if (boxes >= most_boxes || left < static_cast<std::int64_t>(box_header))
            reject_clip("boxes without end");
        std::vector<std::uint8_t> head = bytes_at(fd, at, std::min<std::int64_t>(16, left));
        std::uint64_t size = number_in(head, 0, 4);
        std::int64_t header = box_header;
        if (size == 1 && head.size() == 16) {
            size = number_in(head, 8, 8);
            header = 16;
        }
        if (size < static_cast<std::uint64_t>(header) || size > static_cast<std::uint64_t>(left))
            reject_clip("a box ends after the file");
        const auto length = static_cast<std::int64_t>(size);
        if (type_of(head) == "mdat") {
            if (found.moov.empty()) reject_clip("the index is not first");
            found.data.push_back({at + header, at + length});
        } else if (type_of(head) == "moov") {
            if (!found.moov.empty() || length > largest_index) reject_clip("its index is no index");
            found.moov = bytes_at(fd, at, length);
        }
        at += length;
    }
    if (found.moov.empty()) reject_clip("it has no index");
    return found;
}

void check_places(std::vector<Extent>& samples, const std::vector<Extent>& data) {
    std::ranges::sort(samples, {}, &Extent::begin);
    std::int64_t end = 0;
    for (const Extent& one : samples) {
        if (one.begin < end) reject_clip("samples overlap");
        end = one.end;
        const bool inside = std::ranges::any_of(
            data, [&](const Extent& room) { return room.begin <= one.begin && one.end <= room.end; });
        if (!inside) reject_clip("a sample lies outside the data");
    }
}

// The part of a track that players show.
IndexedTrack shown_part(const SampleTable& table) {
    IndexedTrack track;
    const Edit& edit = table.edit();
    const double tick = 1.0 / static_cast<double>(table.timescale());
    const std::int64_t begin = edit.media_time;
    const std::int64_t end = edit.duration ? begin + *edit.duration : INT64_MAX;
    std::int64_t earliest = INT64_MAX, latest = INT64_MIN, until = INT64_MIN;
    table.for_each_sample([&](std::int64_t at, std::int64_t duration) {
        // Of a packet of audio, a part may be shown.
        const bool started = at >= begin || (!table.is_video() && at + duration > begin);
        if (!started || at >= end) return;
        earliest = std::min(earliest, at);
        latest = std::max(latest, at);
        until = std::max(until, at + duration);
        ++track.samples;
    });
    if (track.samples == 0) reject_clip("nothing to show");
    track.first = earliest - begin + edit.wait;
    track.last = latest - begin + edit.wait;
    track.start = static_cast<double>(std::max(earliest, begin) - begin + edit.wait) * tick;
    if (!table.is_video()) {
        track.end = static_cast<double>(std::min(until, end) - begin + edit.wait) * tick;
        return track;
    }
    // Reordered frames have no durations of their own. Only the track tells how long the last one is shown.
    const std::int64_t shown = std::min(table.length(), edit.duration.value_or(INT64_MAX));
    track.end = track.start + static_cast<double>(shown) * tick;
    if (track.last >= edit.wait + shown) reject_clip("a frame is shown after the end of the track");
    return track;
}

}  // namespace

ClipIndex read_clip_index(int fd) {
    FileBoxes file = boxes_of_file(fd);
    const auto boxes = boxes_inside(file.moov);
    const auto movie = box_inside(file.moov, "mvhd");
    if (!boxes || !movie) reject_clip("its index is damaged");
    ClipIndex index;
    std::vector<Extent> samples;
    for (const Box box : *boxes) {
        if (type_of(box) != "trak") continue;
        const SampleTable table(box, *movie);
        std::optional<IndexedTrack>& track = table.is_video() ? index.video : index.audio;
        if (track) reject_clip("two tracks of one kind");
        track = shown_part(table);
        table.append_places(samples);
    }
    check_places(samples, file.data);
    return index;
}

}  // namespace lectern::media
