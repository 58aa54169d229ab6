#include "media/cut/cut.hpp"

#include "domain/base/thread_role.hpp"
#include "media/av/error.hpp"
#include "media/av/probe.hpp"
#include "media/av/progress.hpp"
#include "media/cut/check/verify_clip.hpp"
#include "media/cut/copy/audio_copy.hpp"
#include "media/cut/modes.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <stdexcept>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace lectern::media {

namespace {

// Containers and people round durations.
constexpr double slack = 0.5;
constexpr double shortest = 0.04;
constexpr double share_of_cutting = 0.97;
// A copied clip may have its last keyframe far from its end. The packets between are the recording's, in its
// order, so that none is missing to decode them.
constexpr int most_last_copied = 12;

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

void empty(int fd) {
    if (::ftruncate(fd, 0) == 0) return;
    fail(Failure::transient("The file could not be written.", std::generic_category().message(errno)));
}

// Thrown for a clip that was made but is not as it should be.
struct CheckFailed : MediaError {
    using MediaError::MediaError;
};

VerifiedClip check_clip(const CutJob& job, const CutResult& made) {
    const WorkControl control{job.control.stop, {}};
    ExpectedClip expected{made.duration, made.has_audio};
    MediaLimits limits = job.limits;
    if (made.method == CutMethod::copied && !made.check) {
        expected.most_last_frames = most_last_copied;
        limits.decoder_threads = 1;  // more would decode frames ahead, in vain
    }
    if (made.check)
        expected.compare_video = [&](Recording& clip) { return made.check->fault(clip, made.copied); };
    Outcome<VerifiedClip> checked = verify_clip(job.request.output_fd, expected, limits, control);
    if (!checked) {
        if (checked.error().kind != FailureKind::permanent) fail(std::move(checked).error());
        throw CheckFailed(std::move(checked).error());
    }
    return *checked;
}

CutReport make_and_verify(CutResult (*cut_so)(const CutJob&), const CutJob& job) {
    const CutResult made = cut_so(job);
    const VerifiedClip checked = check_clip(job, made);
    struct stat file {};
    if (::fstat(job.request.output_fd, &file) != 0)
        throw std::runtime_error("fstat of a finished clip failed");
    CutReport report;
    report.start = made.start;
    report.duration = checked.duration;
    report.bytes = file.st_size;
    report.frames = checked.frames;
    report.has_audio = made.has_audio;
    report.method = made.method;
    return report;
}

// The first clip that can be made and passes the check.
CutReport make_clip(const CutJob& job) {
    const auto ways = ways_to_cut(job.request, job.has_audio);
    const bool smart = job.request.mode != CutMode::fast;
    std::string why_not;
    bool check_failed = false;
    for (auto way = ways.begin();;) {
        const bool last = way + 1 == ways.end();
        try {
            CutReport report = make_and_verify(*way, job);
            if (smart && last) {
                report.why_not_smart = std::move(why_not);
                report.smart_check_failed = check_failed;
            }
            return report;
        } catch (const CheckFailed& error) {
            if (last) throw;
            why_not = "it failed its check: " + error.failure().detail;
            check_failed = true;
            // The copied audio may be the reason. A smart cut is not tried a second time.
            way = smart ? ways.end() - 1 : way + 1;
        } catch (const AudioRefused& error) {
            if (last) throw;
            why_not = error.failure().detail;
            ++way;
        } catch (const MediaError& error) {
            if (last || error.failure().kind != FailureKind::permanent) throw;
            why_not = error.failure().detail;
            way = ways.end() - 1;
        }
        empty(job.request.output_fd);
    }
}

}  // namespace

Outcome<CutReport> cut(const CutRequest& request, const MediaLimits& limits, const WorkControl& control) {
    assert_may_block("cut");
    return guarded<CutReport>([&] {
        if (request.mode == CutMode::styled) {
            if (auto style = check_style(request.style); !style) fail(style.error());
        }
        auto recording =
            std::make_shared<std::optional<Recording>>(open_media(request.source_fd, limits, control));
        const RecordingInfo info = describe(**recording);
        if (!info.video) {
            fail(Failure::permanent("The recording has no video, and clips can be cut from video only."));
        }
        const CutRequest fitted = within(request, info);
        Progress progress(control, 0, share_of_cutting);
        const auto report_progress = [&progress](double fraction) { progress.report(fraction); };
        const CutReport report = make_clip(
            {fitted, limits, control, report_progress, info.audio.has_value(), std::move(recording)});
        control.report(1);
        return report;
    });
}

}  // namespace lectern::media
