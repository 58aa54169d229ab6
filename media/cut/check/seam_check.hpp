#pragma once

#include "media/cut/frames/clip_frames.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern::media {

// Where a clip holds packets of its recording; seconds of the clip.
struct CopiedVideo {
    double seam = 0;           // from here on; 0 if no frame was encoded
    double next_keyframe = 0;  // the one after the seam; the end of the clip if there is none
    double last_keyframe = 0;  // from which the end of the clip is decoded; at least `seam`
};

// Compares the frames of a clip with what it was made of: a clip of [start, end) of a recording (media times)
// which begins with encoded frames. It looks at the frames from its beginning to the next keyframe after the
// seam, or to 2 s after the seam, and at those from the last keyframe on. Each one must be there once, at its
// time: encoded ones with at least 40 dB, copied ones identical to the recording's. The recording's frames to
// encode are taken from here, so that it is decoded once. Throws MediaError.
class SeamCheck {
public:
    // Takes over a recording that has video. `before`: seconds of the clip before its recording begins.
    SeamCheck(Recording recording, double start, double end, double before = 0);

    const AVStream& video() const { return *recording_.video(); }
    bool interlaced() const { return frames_.interlaced(); }
    // The first frame of the recording; until the first next_before().
    const AVFrame& first() const { return *ahead_; }
    // Whether the frame that next_before() would give is before `seam`, a timestamp of the recording in
    // FrameReader::time_base().
    bool comes_before(std::int64_t seam) const { return ahead_ != nullptr && frames_.timestamp() < seam; }
    // The recording's next frame before `seam`, or null; valid until the next call.
    const AVFrame* next_before(std::int64_t seam);
    // When that frame is shown, from the start on, in FrameReader::time_base().
    std::int64_t at() const { return frames_.at(); }

    // The clip has to show this frame, `at` seconds from its beginning; to be called for each encoded frame,
    // in their order. A part of its rows is kept for the comparison, of all frames at most 80 MB: of later
    // frames less.
    void expect(const AVFrame& frame, double at);

    // What is wrong with the finished clip, if anything. To be called once, after the last next_before() and
    // expect().
    std::optional<std::string> fault(Recording& clip, const CopiedVideo& copied);

private:
    // Some rows of a frame that is gone.
    struct Kept {
        double at = 0;  // seconds of the clip
        int format = -1;
        int width = 0;
        int height = 0;
        int first_row = 0;
        int row_step = 1;
        std::vector<std::uint8_t> rows;  // none if there was no more room: only its time is compared
    };

    static double psnr(const Kept& own, const AVFrame& shown);
    std::optional<std::string> fault_at_start(Recording& clip, const CopiedVideo& copied);
    std::optional<std::string> fault_at_end(Recording& clip, double last);

    Recording recording_;
    double start_;
    double end_;
    double before_;
    double tick_;
    ClipFrames frames_;
    const AVFrame* ahead_ = nullptr;
    std::vector<Kept> kept_;
    std::int64_t room_;  // bytes that may still be kept
};

}  // namespace lectern::media
