#include "media/cut/check/seam_check.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <utility>

namespace lectern::media {

namespace {

// Nearly twice the error of our encoder. A wrong or a broken frame has far less than this.
constexpr double least_psnr = 40;  // dB
// Of copied frames after the seam, seconds. What goes wrong at a seam shows at once.
constexpr double most_after_seam = 2;
constexpr std::int64_t most_kept_in_all = 80'000'000;  // bytes
constexpr std::int64_t most_kept = 40'000;             // of a frame, about
// Each frame gets a part of the room that is left, so that later ones are looked at too.
constexpr std::int64_t frames_of_full_room = most_kept_in_all / most_kept;

Recording reading_video(Recording recording) {
    recording.read_only({recording.video()});
    return recording;
}

struct Row {
    int plane;
    int y;
    int width;
};

// The rows of a frame of 4:2:0, each `step`th.
void for_each_row(int width, int height, int first, int step, const std::function<void(const Row&)>& take) {
    for (int plane = 0; plane < 3; ++plane) {
        const int columns = plane == 0 ? width : (width + 1) / 2;
        const int rows = plane == 0 ? height : (height + 1) / 2;
        for (int y = first; y < rows; y += step)
            take({plane, y, columns});
    }
}

const std::uint8_t* pixels_of(const AVFrame& frame, const Row& row) {
    return frame.data[row.plane] + std::ptrdiff_t{row.y} * frame.linesize[row.plane];
}

bool are_identical(const AVFrame& one, const AVFrame& other) {
    bool same = one.format == other.format && one.width == other.width && one.height == other.height;
    if (!same) return false;
    for_each_row(one.width, one.height, 0, 1, [&](const Row& row) {
        const auto bytes = static_cast<std::size_t>(row.width);
        same = same && std::memcmp(pixels_of(one, row), pixels_of(other, row), bytes) == 0;
    });
    return same;
}

std::string frame_at(double at) {
    return "the frame at " + std::to_string(at);
}

// What is wrong about the time of the frame that is shown where one of the recording belongs.
std::optional<std::string> fault_in_time(double at, const AVFrame* shown, double shown_at, double tick) {
    if (shown == nullptr) return frame_at(at) + " is missing";
    if (std::abs(shown_at - at) > tick) return frame_at(at) + " is shown at " + std::to_string(shown_at);
    return {};
}

}  // namespace

SeamCheck::SeamCheck(Recording recording, double start, double end, double before)
    : recording_(reading_video(std::move(recording))),
      start_(start),
      end_(end),
      before_(before),
      tick_(av_q2d(recording_.video()->time_base)),
      frames_(recording_, start, end),
      ahead_(frames_.next()),
      room_(most_kept_in_all) {
    if (ahead_ == nullptr)
        fail(Failure::permanent("The recording has no video there: it may be cut off.", "no frame"));
}

const AVFrame* SeamCheck::next_before(std::int64_t seam) {
    if (ahead_ == nullptr) ahead_ = frames_.next();
    return comes_before(seam) ? std::exchange(ahead_, nullptr) : nullptr;
}

// The rows change from frame to frame, so that every place is looked at.
void SeamCheck::expect(const AVFrame& frame, double at) {
    const std::int64_t bytes = std::int64_t{frame.width} * frame.height * 3 / 2;
    const std::int64_t share = std::max<std::int64_t>(room_ / frames_of_full_room, 1);
    const int step = static_cast<int>(std::clamp<std::int64_t>(bytes / share, 1, frame.height));
    const int first = static_cast<int>(kept_.size()) % step;
    Kept& kept = kept_.emplace_back(Kept{at, frame.format, frame.width, frame.height, first, step, {}});
    std::int64_t size = 0;
    for_each_row(kept.width, kept.height, kept.first_row, step, [&](const Row& row) { size += row.width; });
    if (size > room_) return;
    room_ -= size;
    kept.rows.reserve(static_cast<std::size_t>(size));
    for_each_row(kept.width, kept.height, kept.first_row, step, [&](const Row& row) {
        const std::uint8_t* pixels = pixels_of(frame, row);
        kept.rows.insert(kept.rows.end(), pixels, pixels + row.width);
    });
}

double SeamCheck::psnr(const Kept& own, const AVFrame& shown) {
    if (own.rows.empty()) return HUGE_VAL;
    std::int64_t error = 0;
    const std::uint8_t* kept = own.rows.data();
    for_each_row(own.width, own.height, own.first_row, own.row_step, [&](const Row& row) {
        const std::uint8_t* pixels = pixels_of(shown, row);
        for (int x = 0; x < row.width; ++x) {
            const int difference = kept[x] - pixels[x];
            error += difference * difference;
        }
        kept += row.width;
    });
    if (error == 0) return HUGE_VAL;
    return 10 * std::log10(255.0 * 255.0 * static_cast<double>(own.rows.size()) / static_cast<double>(error));
}

std::optional<std::string> SeamCheck::fault(Recording& clip, const CopiedVideo& copied) {
    clip.read_only({clip.video()});
    if (auto fault = fault_at_start(clip, copied)) return fault;
    if (copied.last_keyframe < copied.next_keyframe) return {};
    return fault_at_end(clip, copied.last_keyframe);
}

std::optional<std::string> SeamCheck::fault_at_start(Recording& clip, const CopiedVideo& copied) {
    clip.seek(clip.video(), Recording::before_all);
    FrameReader shown(clip, 0);
    double until = copied.next_keyframe;
    if (copied.last_keyframe > copied.seam) until = std::min(until, copied.seam + most_after_seam);
    for (const Kept& own : kept_) {
        const AVFrame* frame = shown.next();
        const double at = frame == nullptr ? 0 : shown.seconds(frame);
        if (auto fault = fault_in_time(own.at, frame, at, tick_)) return fault;
        if (own.format != frame->format || own.width != frame->width || own.height != frame->height)
            return frame_at(own.at) + " has another form";
        if (const double quality = psnr(own, *frame); quality < least_psnr)
            return frame_at(own.at) + " has only " + std::to_string(quality) + " dB";
    }
    for (;;) {
        const AVFrame* own = ahead_ != nullptr ? std::exchange(ahead_, nullptr) : frames_.next();
        const double own_at = before_ + frames_.seconds();
        if (own == nullptr || own_at >= until) return {};
        const AVFrame* frame = shown.next();
        const double at = frame == nullptr ? 0 : shown.seconds(frame);
        if (auto fault = fault_in_time(own_at, frame, at, tick_)) return fault;
        if (!are_identical(*own, *frame)) return frame_at(own_at) + " is not the recording's";
    }
}

std::optional<std::string> SeamCheck::fault_at_end(Recording& clip, double last) {
    const double zero = start_ - before_;  // of the clip, media time of the recording
    FrameReader own(recording_, zero + last);
    FrameReader shown(clip, last);
    const AVFrame* frame = shown.next();
    while (const AVFrame* wanted = own.next()) {
        if (own.timestamp(wanted) >= own.to_timestamp(end_)) break;
        const double at = own.seconds(wanted) - zero;
        if (auto fault = fault_in_time(at, frame, frame == nullptr ? 0 : shown.seconds(frame), tick_))
            return fault;
        if (!are_identical(*wanted, *frame)) return frame_at(at) + " is not the recording's";
        frame = shown.next();
    }
    if (frame != nullptr && shown.seconds(frame) < end_ - zero - tick_)
        return "a frame at " + std::to_string(shown.seconds(frame)) + " too many";
    return {};
}

}  // namespace lectern::media
