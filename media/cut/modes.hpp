#pragma once

#include "domain/base/work_control.hpp"
#include "media/av/limits.hpp"
#include "media/cut/check/seam_check.hpp"
#include "media/cut/cut_method.hpp"
#include "media/cut/cut_request.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace lectern::media {

// What each mode of cutting is given.
struct CutJob {
    const CutRequest& request;
    const MediaLimits& limits;
    const WorkControl& control;
    std::function<void(double)> progress;  // 0..1

    bool has_audio = false;  // the recording
    // The recording that was opened to look at it, for the first that asks; others get one of their own. It
    // stands anywhere.
    std::shared_ptr<std::optional<Recording>> spare = {};

    double length() const { return request.end - request.start; }
    Recording open_anywhere() const;
};

// What a mode has made; it is not verified yet.
struct CutResult {
    double start = 0;     // media time where it begins in the recording
    double duration = 0;  // seconds that players show
    bool has_audio = false;
    CutMethod method = CutMethod::encoded;
    // If the frames of the clip are to be compared with the recording's.
    std::shared_ptr<SeamCheck> check = {};
    CopiedVideo copied = {};
};

// All throw MediaError.
CutResult cut_exact(const CutJob& job);
// As cut_exact(), but copies the video from the next IDR frame on, and the audio. A permanent Failure means
// that this recording cannot be cut so; AudioRefused, that it can be with encoded audio.
CutResult cut_exact_smart(const CutJob& job);
// The same with encoded audio.
CutResult cut_exact_smart_with_new_audio(const CutJob& job);
CutResult cut_styled(const CutJob& job);
// As cut_styled() with frames like the recording's, but only the title and the frames up to the next IDR
// frame behind the name are encoded. A permanent Failure means that this clip cannot be made so.
CutResult cut_styled_smart(const CutJob& job);
// Copies the video from the keyframe at or before the start; the audio begins there too. A permanent Failure
// means that this recording cannot be cut so; AudioRefused, that it can be with encoded audio.
CutResult cut_fast(const CutJob& job);
// The same with encoded audio: silent where the recording has none.
CutResult cut_fast_with_new_audio(const CutJob& job);

// The ways to make the clip of a request, the cheapest first. One between the first and the last is for
// recordings whose audio the first one cannot copy. The last one copies nothing.
std::vector<CutResult (*)(const CutJob&)> ways_to_cut(const CutRequest& request, bool has_audio);

// How many threads the encoder of this request uses, 1..16.
int encoder_threads(const CutRequest& request);

}  // namespace lectern::media
