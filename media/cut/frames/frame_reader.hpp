#pragma once

#include "media/av/recording.hpp"
#include "media/cut/frames/deinterlacer.hpp"

namespace lectern::media {

// Decodes the frames of a recording from a media time on, in the order in which they are shown. Interlaced
// frames become two. Throws MediaError.
class FrameReader {
public:
    // `recording` has video and outlives this. Begins with the last frame at or before `start` (media time),
    // or with the first frame of all.
    FrameReader(Recording& recording, double start);

    // The next frame, or null at the end; valid until the next call.
    const AVFrame* next();
    // The time of a frame: media time in seconds, and a timestamp in time_base().
    double seconds(const AVFrame* frame) const;
    std::int64_t timestamp(const AVFrame* frame) const { return frame->pts; }
    std::int64_t to_timestamp(double seconds) const { return to_timestamp(recording_, seconds); }
    static std::int64_t to_timestamp(const Recording& recording, double seconds);
    // The time base of the file, or half of it: the second of two fields lies between its timestamps.
    AVRational time_base() const { return time_base(*recording_.video()); }
    static AVRational time_base(const AVStream& video) {
        return {video.time_base.num, video.time_base.den * parts_of_a_tick(video)};
    }
    // 2, or 1 where a tick is too short for the difference to matter, and numbers might become too large.
    static int parts_of_a_tick(const AVStream& video);
    // Whether an interlaced frame was met.
    bool interlaced() const { return interlaced_; }

private:
    void go_before(double start);
    void restart();
    bool decode(AVFrame* into);
    bool decode_whole(AVFrame* into);

    Recording& recording_;
    int parts_;
    CodecContext decoder_;
    Deinterlacer deinterlacer_;
    bool interlaced_ = false;  // since the first frame that is
    bool fields_ended_ = false;
    Packet packet_ = make_packet();
    Frame current_ = make_frame();
    Frame ahead_ = make_frame();
    bool has_current_ = false;
    bool has_ahead_ = false;
    bool draining_ = false;
    bool damaged_ = false;           // since the last restart
    std::int64_t last_ = INT64_MIN;  // timestamp in the file
    std::int64_t last_given_ = INT64_MIN;
};

// Whether the headers of a recording say that its frames are interlaced.
bool is_interlaced(const AVStream& stream);

}  // namespace lectern::media
