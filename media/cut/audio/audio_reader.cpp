#include "media/cut/audio/audio_reader.hpp"

#include "media/av/error.hpp"

#include <algorithm>

namespace lectern::media {

namespace {

// Decoders need a little audio before the first sample that is correct.
constexpr double preroll = 0.2;

Recording open_audio(int fd, double start, const MediaLimits& limits, const WorkControl& control) {
    Recording recording = open_media(fd, limits, control);
    if (recording.audio() == nullptr) fail(Failure::permanent("The recording has no audio."));
    recording.read_only({recording.audio()});
    if (start > preroll) recording.seek(recording.audio(), start - preroll);
    return recording;
}

}  // namespace

AudioReader::AudioReader(int fd, const AudioFormat& format, const MediaLimits& limits,
                         const WorkControl& control)
    : recording_(open_audio(fd, format.start, limits, control)),
      channels_(format.channels),
      decoder_(recording_, recording_.audio(), format, [this](std::span<const float> samples) {
          waiting_.insert(waiting_.end(), samples.begin(), samples.end());
      }) {}

std::span<const float> AudioReader::read(std::int64_t samples) {
    const auto wanted = static_cast<std::size_t>(samples * channels_);
    while (waiting_.size() < wanted && !ended_) {
        recording_.throw_if_stopped();
        ended_ = !recording_.read(packet_.get());
        decoder_.put(ended_ ? nullptr : packet_.get());
    }
    const auto have = static_cast<std::ptrdiff_t>(std::min(wanted, waiting_.size()));
    given_.assign(waiting_.begin(), waiting_.begin() + have);
    given_.resize(wanted, 0.0F);
    waiting_.erase(waiting_.begin(), waiting_.begin() + have);
    return given_;
}

}  // namespace lectern::media
