#include "media/cut/sound_reader.hpp"

#include "media/av/error.hpp"

#include <algorithm>

namespace lectern::media {

namespace {

// Decoders need a little sound before the first sample that is right.
constexpr double preroll = 0.2;

Recording open_sound(int fd, double start, const MediaLimits& limits, const Control& control) {
    Recording recording = open_media(fd, limits, control);
    if (recording.audio() == nullptr) fail(Failure::permanent("The recording has no sound."));
    recording.read_only({recording.audio()});
    if (start > preroll) recording.seek(recording.audio(), start - preroll);
    return recording;
}

}  // namespace

SoundReader::SoundReader(int fd, const AudioFormat& format, const MediaLimits& limits, const Control& control)
    : recording_(open_sound(fd, format.start, limits, control)),
      channels_(format.channels),
      reader_(recording_, format, [this](std::span<const float> samples) {
          waiting_.insert(waiting_.end(), samples.begin(), samples.end());
      }) {}

std::span<const float> SoundReader::read(std::int64_t samples) {
    const auto wanted = static_cast<std::size_t>(samples * channels_);
    while (waiting_.size() < wanted && !ended_) {
        recording_.throw_if_stopped();
        ended_ = !recording_.read(packet_.get());
        reader_.put(ended_ ? nullptr : packet_.get());
    }
    const auto have = static_cast<std::ptrdiff_t>(std::min(wanted, waiting_.size()));
    given_.assign(waiting_.begin(), waiting_.begin() + have);
    given_.resize(wanted, 0.0F);
    waiting_.erase(waiting_.begin(), waiting_.begin() + have);
    return given_;
}

}  // namespace lectern::media
