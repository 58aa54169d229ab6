#include "media/intake/take_in.hpp"

#include "media/av/error.hpp"
#include "media/av/output/clock_leaps.hpp"
#include "media/av/output/mp4_boxes.hpp"
#include "media/av/progress.hpp"
#include "media/av/recording.hpp"

#include <string_view>

namespace lectern::media {
namespace {

constexpr int most_packets = 600;  // to decode before the first frame

// Whether a decoder makes a frame of the packets from here on.
bool decodes(Recording& recording, const AVStream* stream) {
    recording.read_only({stream});
    const CodecContext decoder = recording.decoder(stream);
    const Packet packet = make_packet();
    const Frame frame = make_frame();
    for (int read = 0;; ++read) {
        recording.throw_if_stopped();
        const bool more = read < most_packets && recording.read(packet.get());
        // Damage is skipped: other packets follow.
        if (avcodec_send_packet(decoder.get(), more ? packet.get() : nullptr) == AVERROR(ENOMEM))
            check(AVERROR(ENOMEM), "decode");
        for (;;) {
            const int rc = avcodec_receive_frame(decoder.get(), frame.get());
            if (rc >= 0) return true;
            if (rc == AVERROR(EAGAIN) || rc == AVERROR_EOF) break;
        }
        if (!more) return false;
    }
}

void try_stream(Recording& recording, const AVStream* stream, double duration) {
    if (stream == nullptr) return;
    recording.seek(stream, Recording::before_all);
    if (decodes(recording, stream)) return;
    recording.seek(stream, duration / 2);
    if (decodes(recording, stream)) return;
    fail(undecodable(*stream, "no frame can be decoded"));
}

// Whether each packet of the container tells its time, so that the clock can leap.
bool clock_can_leap(const Recording& recording, int fd) {
    const std::string_view container = recording.context()->iformat->name;
    // An MP4 lists the times of its packets once for all, unless it has fragments.
    if (container.starts_with("mov")) return first_box(fd, {"moof"}).has_value();
    for (const char* one : {"mpegts", "flv", "matroska", "asf", "ogg"}) {
        if (container.starts_with(one)) return true;
    }
    return false;
}

std::optional<double> first_leap(Recording& recording, const WorkControl& control) {
    recording.read_only({recording.video(), recording.audio()});
    const AVStream* first = recording.video() != nullptr ? recording.video() : recording.audio();
    recording.seek(first, Recording::before_all);
    ClockLeaps leaps;
    Progress progress(control);
    const auto bytes = static_cast<double>(recording.file_bytes());
    const Packet packet = make_packet();
    while (recording.read(packet.get())) {
        recording.throw_if_stopped();
        const AVStream* stream = recording.context()->streams[packet->stream_index];
        // The times of presentation go back and forth. Matroska tells no other ones for the first packets of
        // a stream.
        if (packet->dts == AV_NOPTS_VALUE) continue;
        leaps.take(stream == first ? 0 : 1, recording.to_seconds(stream, packet->dts),
                   static_cast<double>(packet->duration) * av_q2d(stream->time_base));
        if (packet->pos >= 0) progress.report(static_cast<double>(packet->pos) / bytes);
    }
    return leaps.first();
}

}  // namespace

Outcome<Intake> take_in(int fd, const MediaLimits& limits, const WorkControl& control) {
    auto info = probe(fd, limits, {control.stop, {}});
    if (!info) return info.error();
    return guarded<Intake>([&] {
        Recording recording = open_media(fd, limits, control);
        try_stream(recording, recording.video(), info->duration);
        try_stream(recording, recording.audio(), info->duration);
        Intake intake{std::move(*info), {}};
        if (clock_can_leap(recording, fd)) intake.clock_leaps = first_leap(recording, control);
        return intake;
    });
}

}  // namespace lectern::media
