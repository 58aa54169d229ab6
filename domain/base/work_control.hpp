#pragma once

#include <functional>
#include <stop_token>

namespace lectern {

// How the owner of long work watches it. `progress` (0..1, rising) may be empty; it is called on the working
// thread, at most a few times a second, and must return soon. Work that sees `stop` requested ends within
// about a second with Failure::cancelled().
struct WorkControl {
    std::stop_token stop;
    std::function<void(double fraction)> progress;

    void report(double fraction) const {
        if (progress) progress(fraction);
    }
};

}  // namespace lectern
