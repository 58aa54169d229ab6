#pragma once

#include "domain/base/work_control.hpp"
#include "media/av/limits.hpp"
#include "media/cut/cut_request.hpp"

#include <functional>

namespace lectern::media {

// What each mode of cutting is given.
struct CutJob {
    const CutRequest& request;
    const MediaLimits& limits;
    const WorkControl& control;
    std::function<void(double)> progress;  // 0..1

    double length() const { return request.end - request.start; }
};

// What a mode has made; it is not verified yet.
struct CutResult {
    double duration = 0;  // seconds that players show
    bool has_audio = false;
};

// All throw MediaError.
CutResult cut_fast(const CutJob& job);
CutResult cut_exact(const CutJob& job);
CutResult cut_styled(const CutJob& job);

// By the request's own mode.
CutResult cut_in_mode(const CutJob& job);

// How many threads the encoder of this request uses, 1..16.
int encoder_threads(const CutRequest& request);

}  // namespace lectern::media
