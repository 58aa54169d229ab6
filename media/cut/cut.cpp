#include "media/cut/cut.hpp"

#include "domain/base/thread_role.hpp"
#include "media/av/error.hpp"
#include "media/av/probe.hpp"
#include "media/av/progress.hpp"
#include "media/cut/modes.hpp"
#include "media/cut/verify_clip.hpp"

#include <algorithm>
#include <cmath>

#include <sys/stat.h>

namespace lectern::media {

namespace {

// Containers and people round durations.
constexpr double slack = 0.5;
constexpr double shortest = 0.04;
constexpr double share_of_cutting = 0.97;

template<class T>
T value_or_fail(Outcome<T>&& outcome) {
    if (!outcome) fail(std::move(outcome).error());
    return std::move(*outcome);
}

// The request, limited to the recording.
CutRequest within(const CutRequest& request, const RecordingInfo& info) {
    CutRequest fitted = request;
    fitted.start = std::max(request.start, 0.0);
    if (!std::isfinite(request.start) || !std::isfinite(request.end) || request.start < 0 ||
        request.end > info.duration + slack) {
        fail(Failure::permanent("The clip does not lie within the recording.",
                                std::to_string(request.start) + " to " + std::to_string(request.end) +
                                    " of " + std::to_string(info.duration)));
    }
    fitted.end = std::min(request.end, info.duration);
    if (fitted.end - fitted.start < shortest) fail(Failure::permanent("The clip is too short."));
    return fitted;
}

}  // namespace

Outcome<CutReport> cut(const CutRequest& request, const MediaLimits& limits, const WorkControl& control) {
    assert_may_block("cut");
    return guarded<CutReport>([&] {
        if (request.mode == CutMode::styled) {
            if (auto style = check_style(request.style); !style) fail(style.error());
        }
        const RecordingInfo info = value_or_fail(probe(request.source_fd, limits, {control.stop, {}}));
        if (!info.video) {
            fail(Failure::permanent("The recording has no video, and clips can be cut from video only."));
        }
        const CutRequest fitted = within(request, info);
        Progress progress(control, 0, share_of_cutting);
        const CutResult made = cut_in_mode(
            {fitted, limits, control, [&progress](double fraction) { progress.report(fraction); }});
        const VerifiedClip checked = value_or_fail(
            verify_clip(request.output_fd, {made.duration, made.has_audio}, limits, {control.stop, {}}));
        struct stat file {};
        if (::fstat(request.output_fd, &file) != 0)
            throw std::runtime_error("fstat of a finished clip failed");
        control.report(1);
        return CutReport{checked.duration, file.st_size, checked.frames, made.has_audio};
    });
}

}  // namespace lectern::media
