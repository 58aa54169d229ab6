#pragma once

#include <functional>
#include <stop_token>

namespace lectern {

// How the owner of a long piece of work watches and stops it. `progress` (0..1, rising) may be empty; it is
// called on the working thread, at most a few times per second, and must return quickly. When `stop` is
// requested, the work ends within about one second with Failure::cancelled().
struct WorkControl {
    std::stop_token stop;
    std::function<void(double fraction)> progress;

    void report(double fraction) const {
        if (progress) progress(fraction);
    }
};

}  // namespace lectern
