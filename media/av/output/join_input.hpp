#pragma once

#include "media/av/output/clock_leaps.hpp"
#include "media/av/output/join_request.hpp"
#include "media/av/recording.hpp"

#include <array>
#include <optional>

namespace lectern::media {

// The two tracks of the result, as indexes of arrays.
enum JoinTrack { join_video = 0, join_audio = 1, join_tracks = 2 };

// Seconds after which the clock of a transport stream wraps: it has 33 bits at 90 kHz.
inline constexpr double clock_length = 8'589'934'592.0 / 90'000;

// Reads one run: packets in their order, with times of the clock of the part. Throws MediaError.
class JoinInput {
public:
    // `alone`: no other run shares the part, so that jumps of its clock need not match another one.
    JoinInput(const JoinRequest& request, const JoinRun& run, bool alone, const WorkControl& control);

    // Null if the run has no such stream, or is not asked for it.
    const AVStream* stream(JoinTrack track) const { return streams_[track]; }
    // From now on, repeats the codec's headers before each keyframe, so that frames of several runs can
    // follow each other in one track. Returns the codec's parameters for that. Call before next().
    const AVCodecParameters* repeat_headers();

    // The earliest time of the streams, by the part's clock; seconds.
    double start() const { return start_ - zero_; }
    // Whether that is the clock of a transport stream; start() is then from 0 to clock_length.
    bool clock_is_short() const { return clock_is_short_; }
    // Shifts the part's clock: the time `from` becomes `to`.
    void shift(double from, double to);

    // Reads the next packet into packet(); false at the end.
    bool next();
    AVPacket* packet() const { return packet_.get(); }
    JoinTrack track() const { return track_; }
    double at() const { return at_; }  // when it is decoded, seconds
    // A length of the packet's stream in another unit; a timestamp also in the part's clock. Fails for values
    // so large that sums would overflow.
    std::int64_t rescaled(std::int64_t length, AVRational unit) const;
    std::int64_t retimed(std::int64_t timestamp, AVRational unit) const;

private:
    double seconds(const AVStream* stream, std::int64_t timestamp) const;
    const AVCodecParameters* set_filter(JoinTrack track, const char* name);
    bool filter();

    Recording recording_;
    bool alone_;
    bool clock_is_short_ = false;
    std::array<const AVStream*, join_tracks> streams_{};
    double start_ = 0;  // by the run's clock
    double zero_ = 0;   // the same clock's time at zero of the part
    std::array<BitstreamFilter, join_tracks> filters_;
    Packet packet_ = make_packet();
    JoinTrack track_ = join_video;
    double at_ = 0;
    ClockLeaps leaps_;
    double leapt_ = 0;  // what has to be taken from the times of the packet
};

}  // namespace lectern::media
