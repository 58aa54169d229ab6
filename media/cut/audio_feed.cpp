#include "media/cut/audio_feed.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

AudioFeed::AudioFeed(const CutJob& job, const ClipAudioFormat& format, double start)
    : reader_(job.request.source_fd, {format.rate, format.channels, start}, job.limits, job.control),
      rate_(format.rate),
      all_(std::llround((job.request.end - start) * format.rate)) {}

void AudioFeed::until(double seconds, const Sink& sink) {
    until_sample(std::min<std::int64_t>(all_, std::llround(seconds * rate_)), sink);
}

void AudioFeed::rest(const Sink& sink) {
    until_sample(all_, sink);
}

void AudioFeed::until_sample(std::int64_t end, const Sink& sink) {
    while (given_ < end) {
        const std::int64_t wanted = std::min<std::int64_t>(end - given_, rate_);
        given_ += wanted;
        sink(reader_.read(wanted));
    }
}

}  // namespace lectern::media
