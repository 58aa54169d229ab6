#pragma once

#include "domain/base/work_control.hpp"

#include <algorithm>
#include <chrono>

namespace lectern::media {

// Reports progress at most five times a second. It never falls.
class Progress {
public:
    explicit Progress(const WorkControl& control, double from = 0, double to = 1)
        : control_(control), from_(from), to_(to) {}

    void report(double fraction) {
        const auto now = std::chrono::steady_clock::now();
        fraction = from_ + (to_ - from_) * std::clamp(fraction, 0.0, 1.0);
        if (fraction <= last_ || now - reported_ < std::chrono::milliseconds(200)) return;
        last_ = fraction;
        reported_ = now;
        control_.report(fraction);
    }

private:
    const WorkControl& control_;
    double from_;
    double to_;
    double last_ = 0;
    std::chrono::steady_clock::time_point reported_{};
};

}  // namespace lectern::media
