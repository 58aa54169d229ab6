#include "media/intake/mend_clock.hpp"

#include "media/av/output/join.hpp"

namespace lectern::media {

Outcome<> mend_clock(int source_fd, int output_fd, const Growth& grow, const MediaLimits& limits,
                     const WorkControl& control) {
    JoinRequest request;
    request.source_fd = source_fd;
    request.output_fd = output_fd;
    request.grow = grow;
    request.parts = {{JoinRun{}}};
    request.limits = limits;
    const auto joined = join(request, control);
    if (joined) return {};
    const Failure& failure = joined.error();
    if (failure.kind != FailureKind::permanent) return failure;
    return Failure::permanent("The clock of the recording leaps, and it cannot be mended: " + failure.message,
                              failure.detail);
}

}  // namespace lectern::media
