#pragma once

#include "media/cut/cut.hpp"

#include <functional>

namespace lectern::media {

// What the ways of cutting share. They throw MediaError.
struct CutJob {
    const CutRequest& request;
    const MediaLimits& limits;
    const WorkControl& control;
    std::function<void(double)> progress;  // 0..1

    double length() const { return request.end - request.start; }
};

// What a way has made, before it is checked.
struct CutResult {
    double duration = 0;  // seconds that players show
    bool has_audio = false;
};

CutResult cut_fast(const CutJob& job);
CutResult cut_exact(const CutJob& job);
CutResult cut_styled(const CutJob& job);

int encoder_threads(const CutRequest& request);

}  // namespace lectern::media
