#pragma once

#include "media/cut/copy/side_by_side.hpp"

#include <deque>

namespace lectern::media {

// The video packets of a recording, from a keyframe on. Throws MediaError; a permanent Failure means that
// this video cannot be copied from there.
class VideoCopy {
public:
    // `end`: a timestamp; packets are read as long as a frame before it needs them.
    // From the last keyframe at or before `start` (media time). `recording` has video and outlives this.
    VideoCopy(Recording& recording, double start, std::int64_t end);
    // From the first keyframe that is found at or after the timestamp `from` and at or before `latest`. After
    // a seek to it some containers show only later ones. If there is none, found() is false.
    VideoCopy(Recording& recording, std::int64_t from, std::int64_t latest, std::int64_t end);

    bool found() const { return found_; }
    std::int64_t first() const { return first_; }  // timestamp of the keyframe
    // Its decoding time.
    std::int64_t first_decoded() const { return waiting_.front()->dts; }
    // Whether a frame was seen that is shown after the keyframe, but stands before it in the file.
    bool is_crossed() const { return latest_before_ > first_; }

    // Reads on from a source that begins before the keyframe, and that outlives this.
    void read_from(SideBySide& source) { source_ = &source; }
    // The next packet that a frame before the end needs; null after the last one.
    Packet next();

private:
    VideoCopy(Recording& recording, std::int64_t end);
    bool read(Packet& packet);
    bool look_for_start(double start);
    bool look_for_next(std::int64_t from, std::int64_t latest);
    bool is_far_before(double start) const;
    bool fill_decoding_times();
    void keep(Packet& packet);
    Packet take_first();
    void drop_waiting();

    Recording& recording_;
    const AVStream* stream_;
    std::int64_t end_;
    bool found_ = false;
    std::int64_t first_ = 0;
    std::int64_t latest_before_ = INT64_MIN;  // timestamp
    std::deque<Packet> waiting_;
    std::size_t waiting_bytes_ = 0;
    SideBySide* source_ = nullptr;         // if another stream is read in the same pass
    std::int64_t kept_until_ = INT64_MIN;  // decoding time of the last packet that was kept
    std::size_t needed_ = 0;               // of the waiting packets: those with a frame before the end
};

}  // namespace lectern::media
