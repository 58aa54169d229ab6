#include "media/cut/check/verify_clip.hpp"

#include "media/av/error.hpp"
#include "media/av/output/mp4_boxes.hpp"
#include "media/av/recording.hpp"
#include "media/cut/check/decode_check.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace lectern::media {

namespace {

constexpr double most_start_difference = 0.020;
constexpr double least_tolerance = 0.040;

[[noreturn]] void reject(const std::string& why) {
    fail(Failure::permanent("The clip was not made correctly and was deleted: try another mode.", why));
}

// What one stream shows, and when.
struct Shown {
    double start = 0;
    double last = 0;  // when the packet that is shown last starts
    std::int64_t first_pts = 0;
    std::int64_t last_pts = 0;
    double end = 0;  // by the durations of the packets
    std::int64_t packets = 0;
    std::int64_t last_dts = INT64_MIN;

    void take(const Recording& recording, const AVStream* stream, const AVPacket& packet) {
        if (packet.dts == AV_NOPTS_VALUE || packet.pts == AV_NOPTS_VALUE) reject("a packet without a time");
        if (packet.dts <= last_dts) reject("decoding times do not rise");
        last_dts = packet.dts;
        if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0) return;
        double at = recording.to_seconds(stream, packet.pts);
        const double until = at + static_cast<double>(packet.duration) * av_q2d(stream->time_base);
        std::size_t size = 0;
        const std::uint8_t* skip = av_packet_get_side_data(&packet, AV_PKT_DATA_SKIP_SAMPLES, &size);
        if (skip != nullptr && size >= 4 && stream->codecpar->sample_rate > 0) {
            const std::uint32_t samples =
                skip[0] | skip[1] << 8U | skip[2] << 16U | std::uint32_t{skip[3]} << 24U;
            at += static_cast<double>(samples) / stream->codecpar->sample_rate;
        }
        at = std::max(at, 0.0);  // the part of a packet before time 0 is not shown
        first_pts = packets == 0 ? packet.pts : std::min(first_pts, packet.pts);
        last_pts = packets == 0 ? packet.pts : std::max(last_pts, packet.pts);
        start = packets == 0 ? at : std::min(start, at);
        last = std::max(last, at);
        end = std::max(end, until);
        ++packets;
    }
};

// Reordered frames have no duration, or a guessed one. Only the track tells how long the last frame is
// shown.
double end_of_video(const AVStream* stream, const Shown& video) {
    if (stream->duration == AV_NOPTS_VALUE) reject("the video track has no length");
    const double end = video.start + static_cast<double>(stream->duration) * av_q2d(stream->time_base);
    if (video.last >= end) {
        reject("a frame at " + std::to_string(video.last) + ", but the track ends at " + std::to_string(end));
    }
    return end;
}

}  // namespace

Outcome<VerifiedClip> verify_clip(int fd, const ExpectedClip& expected, const MediaLimits& limits,
                                  const WorkControl& control) {
    return guarded<VerifiedClip>([&] {
        if (!index_first(fd)) reject("the index is not first");
        Recording recording = open_media(fd, limits, control);
        const AVStream* video = recording.video();
        const AVStream* audio = recording.audio();
        if (video == nullptr) reject("no video");
        if (expected.audio != (audio != nullptr)) reject("audio is not as expected");
        Shown shown_video;
        Shown shown_audio;
        const Packet packet = make_packet();
        while (recording.read(packet.get())) {
            recording.throw_if_stopped();
            const AVStream* stream = recording.context()->streams[packet->stream_index];
            if (stream == video) shown_video.take(recording, stream, *packet);
            if (stream == audio) shown_audio.take(recording, stream, *packet);
        }
        if (shown_video.packets == 0 || (audio != nullptr && shown_audio.packets == 0))
            reject("nothing to show");
        shown_video.end = end_of_video(video, shown_video);
        const double frame_length =
            (shown_video.end - shown_video.start) / static_cast<double>(shown_video.packets);
        const double tolerance = std::max(least_tolerance, frame_length);
        const auto off = [&](double end) { return std::abs(end - expected.duration) > tolerance + 0.001; };
        if (off(shown_video.end)) reject("frames end at " + std::to_string(shown_video.end));
        if (audio != nullptr) {
            if (off(shown_audio.end)) reject("audio ends at " + std::to_string(shown_audio.end));
            if (std::abs(shown_audio.start - shown_video.start) > most_start_difference) {
                reject("audio starts at " + std::to_string(shown_audio.start) + ", video at " +
                       std::to_string(shown_video.start));
            }
        }
        if (expected.decode_video) {
            const auto fault = fault_in_video(recording, shown_video.first_pts, shown_video.last_pts);
            if (fault) reject(*fault);
        }
        if (audio != nullptr) {
            if (const auto fault = fault_in_audio(recording, expected.duration)) reject(*fault);
        }
        return VerifiedClip{std::max(shown_video.end, shown_audio.end), shown_video.start, shown_audio.start,
                            shown_video.packets};
    });
}

}  // namespace lectern::media
