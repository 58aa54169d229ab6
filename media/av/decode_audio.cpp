#include "media/av/decode_audio.hpp"

#include "media/av/audio_decoder.hpp"
#include "media/av/error.hpp"
#include "media/av/progress.hpp"

namespace lectern::media {

namespace {

// Decoders need a little audio before the first sample that is correct.
constexpr double preroll = 0.2;

}  // namespace

Outcome<> decode_audio(int fd, const AudioFormat& format,
                       const std::function<void(std::span<const float>)>& sink, const MediaLimits& limits,
                       const WorkControl& control) {
    return guarded<void>([&] {
        Recording recording = open_media(fd, limits, control);
        if (recording.audio() == nullptr) fail(Failure::permanent("The recording has no audio."));
        recording.read_only({recording.audio()});
        if (format.start > preroll) recording.seek(recording.audio(), format.start - preroll);
        AudioDecoder reader(recording, recording.audio(), format, sink);
        Progress progress(control);
        const std::int64_t known = recording.context()->duration;
        const double length =
            known != AV_NOPTS_VALUE ? static_cast<double>(known) / AV_TIME_BASE - format.start : 0;
        const Packet packet = make_packet();
        while (recording.read(packet.get())) {
            recording.throw_if_stopped();
            reader.put(packet.get());
            if (length > 0) progress.report((reader.position() - format.start) / length);
        }
        reader.put(nullptr);
        if (!reader.heard_anything())
            fail(Failure::permanent("The audio of the recording cannot be decoded."));
    });
}

}  // namespace lectern::media
