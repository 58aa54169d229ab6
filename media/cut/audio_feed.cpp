#include "media/cut/audio_feed.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

AudioFeed::AudioFeed(const CutJob& job, const ClipAudioFormat& format, double start)
    : reader_(job.request.source_fd, {format.rate, format.channels, start}, job.limits, job.control),
      rate_(format.rate),
      all_(std::llround((job.request.end - start) * format.rate)) {}

std::span<const float> AudioFeed::until(double seconds) {
    return until_sample(std::min<std::int64_t>(all_, std::llround(seconds * rate_)));
}

std::span<const float> AudioFeed::rest() {
    return until_sample(all_);
}

std::span<const float> AudioFeed::until_sample(std::int64_t end) {
    if (end <= given_) return {};
    const std::int64_t wanted = end - given_;
    given_ = end;
    return reader_.read(wanted);
}

}  // namespace lectern::media
