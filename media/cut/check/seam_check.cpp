#include "media/cut/check/seam_check.hpp"

#include "media/cut/frames/clip_frames.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace lectern::media {

namespace {

// Twice the error of a careful encoder. A wrong or a broken frame has far less than this.
constexpr double least_psnr = 40;  // dB
constexpr int row_step = 4;        // of the rows whose error is measured
constexpr int planes = 3;

struct Plane {
    int width;
    int height;
};

// Of 4:2:0.
Plane plane_of(const AVFrame& frame, int plane) {
    if (plane == 0) return {frame.width, frame.height};
    return {(frame.width + 1) / 2, (frame.height + 1) / 2};
}

const std::uint8_t* row_of(const AVFrame& frame, int plane, int y) {
    return frame.data[plane] + std::ptrdiff_t{y} * frame.linesize[plane];
}

bool are_identical(const AVFrame& one, const AVFrame& other) {
    for (int p = 0; p < planes; ++p) {
        const Plane size = plane_of(one, p);
        for (int y = 0; y < size.height; ++y) {
            const auto bytes = static_cast<std::size_t>(size.width);
            if (std::memcmp(row_of(one, p, y), row_of(other, p, y), bytes) != 0) return false;
        }
    }
    return true;
}

std::int64_t squared_error(const std::uint8_t* one, const std::uint8_t* other, int width) {
    std::int64_t sum = 0;
    constexpr int block = 4096;  // squares of which an int can hold the sum
    for (int from = 0; from < width; from += block) {
        const int to = std::min(width, from + block);
        int part = 0;
        for (int x = from; x < to; ++x) {
            const int difference = one[x] - other[x];
            part += difference * difference;
        }
        sum += part;
    }
    return sum;
}

double psnr(const AVFrame& one, const AVFrame& other) {
    std::int64_t error = 0, samples = 0;
    for (int p = 0; p < planes; ++p) {
        const Plane size = plane_of(one, p);
        for (int y = 0; y < size.height; y += row_step) {
            error += squared_error(row_of(one, p, y), row_of(other, p, y), size.width);
            samples += size.width;
        }
    }
    if (error == 0) return HUGE_VAL;
    return 10 * std::log10(255.0 * 255.0 * static_cast<double>(samples) / static_cast<double>(error));
}

// Compares frame by frame; the first fault stays.
class Comparison {
public:
    // `tick`: by how much the times may differ, seconds.
    Comparison(double tick, double seam) : tick_(tick), seam_(seam) {}

    // `at`: of the recording's frame, seconds of the clip; `clip_at`: of the clip's. Returns whether to go
    // on.
    bool take(const AVFrame& own, double at, const AVFrame* clip, double clip_at) {
        const std::string where = "the frame at " + std::to_string(at);
        if (clip == nullptr) return faulty(where + " is missing");
        if (std::abs(clip_at - at) > tick_) return faulty(where + " is shown at " + std::to_string(clip_at));
        if (own.format != clip->format || own.width != clip->width || own.height != clip->height)
            return faulty(where + " has another form");
        if (at >= seam_ - tick_) {
            if (!are_identical(own, *clip)) return faulty(where + " is not the recording's");
        } else if (const double quality = psnr(own, *clip); quality < least_psnr) {
            return faulty(where + " has only " + std::to_string(quality) + " dB");
        }
        return true;
    }
    bool faulty(std::string what) {
        fault_ = std::move(what);
        return false;
    }
    const std::optional<std::string>& fault() const { return fault_; }

private:
    double tick_;
    double seam_;
    std::optional<std::string> fault_;
};

}  // namespace

std::optional<std::string> fault_at_seam(Recording& clip, Recording& recording, double start, double end,
                                         const CopiedVideo& copied) {
    clip.read_only({clip.video()});
    recording.read_only({recording.video()});
    const double tick = av_q2d(recording.video()->time_base);
    const double length = end - start;
    Comparison comparison(tick, copied.seam);
    const double first_part = std::max(copied.next_keyframe, copied.seam);
    {
        ClipFrames own(recording, start, std::min(start + first_part, end));
        clip.seek(clip.video(), Recording::before_all);
        FrameReader shown(clip, 0);
        const AVFrame* seen = shown.next();
        while (const AVFrame* frame = own.next()) {
            if (!comparison.take(*frame, own.seconds(), seen, seen == nullptr ? 0 : shown.seconds(seen)))
                return comparison.fault();
            seen = shown.next();
        }
    }
    const double last = std::max(copied.last_keyframe, copied.seam);
    if (last >= first_part) {
        FrameReader own(recording, start + last);
        FrameReader shown(clip, last);
        const AVFrame* seen = shown.next();
        for (const AVFrame* frame = own.next(); frame != nullptr; frame = own.next()) {
            if (own.timestamp(frame) >= own.to_timestamp(end)) break;
            if (!comparison.take(*frame, own.seconds(frame) - start, seen,
                                 seen == nullptr ? 0 : shown.seconds(seen)))
                return comparison.fault();
            seen = shown.next();
        }
        if (seen != nullptr && shown.seconds(seen) < length - tick)
            comparison.faulty("a frame at " + std::to_string(shown.seconds(seen)) + " too many");
    }
    return comparison.fault();
}

}  // namespace lectern::media
