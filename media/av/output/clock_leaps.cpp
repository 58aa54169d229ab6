#include "media/av/output/clock_leaps.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lectern::media {
namespace {

// Seconds. A smaller gap belongs to the recording; a smaller step back is the work of careless muxers.
constexpr double leap_ahead = 10;
constexpr double leap_back = 0.5;

bool follows(double at, double expected) {
    return at > expected - leap_back && at < expected + leap_ahead;
}

}  // namespace

double ClockLeaps::take(std::size_t stream, double at, double seconds) {
    auto& expected = expected_[stream];
    double shift = shift_;
    if (expected) {
        // A stream may not have changed over yet.
        if (std::abs(at - before_ - *expected) < std::abs(at - shift - *expected)) shift = before_;
        if (!follows(at - shift, *expected)) {
            // A stream that ends a little before the other one ends with it.
            double now = *expected;
            for (const auto& other : expected_) {
                if (other && follows(*other, now)) now = std::max(now, *other);
            }
            shift = at - now;
            before_ = std::exchange(shift_, shift);
            ++count_;
            if (!first_) first_ = now;
        }
    }
    expected = at - shift + seconds;
    return shift;
}

}  // namespace lectern::media
