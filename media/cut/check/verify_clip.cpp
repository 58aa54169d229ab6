#include "media/cut/check/verify_clip.hpp"

#include "media/av/error.hpp"
#include "media/cut/check/clip_index.hpp"
#include "media/cut/check/decode_check.hpp"
#include "media/cut/check/reject_clip.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace lectern::media {

namespace {

constexpr double most_start_difference = 0.020;
constexpr double least_tolerance = 0.040;

void check_times(const ExpectedClip& expected, const IndexedTrack& video,
                 const std::optional<IndexedTrack>& audio) {
    const double frame_length = (video.end - video.start) / static_cast<double>(video.samples);
    const double tolerance = std::max(least_tolerance, frame_length);
    const auto off = [&](double end) { return std::abs(end - expected.duration) > tolerance + 0.001; };
    if (off(video.end)) reject_clip("frames end at " + std::to_string(video.end));
    if (!audio) return;
    if (off(audio->end)) reject_clip("audio ends at " + std::to_string(audio->end));
    if (std::abs(audio->start - video.start) > most_start_difference) {
        reject_clip("audio starts at " + std::to_string(audio->start) + ", video at " +
                    std::to_string(video.start));
    }
}

}  // namespace

Outcome<VerifiedClip> verify_clip(int fd, const ExpectedClip& expected, const MediaLimits& limits,
                                  const WorkControl& control) {
    return guarded<VerifiedClip>([&] {
        const ClipIndex index = read_clip_index(fd);
        if (!index.video) reject_clip("no video");
        if (expected.audio != index.audio.has_value()) reject_clip("audio is not as expected");
        check_times(expected, *index.video, index.audio);

        Recording clip = open_media(fd, limits, control);
        if (clip.video() == nullptr || expected.audio != (clip.audio() != nullptr))
            reject_clip("its tracks are not found");
        const auto video_fault =
            expected.compare_video
                ? expected.compare_video(clip)
                : fault_in_video(clip, index.video->first, index.video->last, expected.most_last_frames);
        if (video_fault) reject_clip(*video_fault);
        if (index.audio) {
            if (const auto fault = fault_in_audio(clip, expected.duration)) reject_clip(*fault);
        }
        const IndexedTrack audio = index.audio.value_or(IndexedTrack{});
        return VerifiedClip{std::max(index.video->end, audio.end), index.video->start, audio.start,
                            index.video->samples};
    });
}

}  // namespace lectern::media
