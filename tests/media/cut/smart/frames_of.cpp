#include "tests/media/cut/smart/frames_of.hpp"

#include "media/av/error.hpp"
#include "media/av/recording.hpp"
#include "media/cut/copy/nal_units.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::test {

namespace {

std::string pixels_of(const AVFrame& frame) {
    std::string bytes;
    for (int plane = 0; plane < 3; ++plane) {
        const int width = plane == 0 ? frame.width : (frame.width + 1) / 2;
        const int height = plane == 0 ? frame.height : (frame.height + 1) / 2;
        for (int y = 0; y < height; ++y) {
            const auto* row = frame.data[plane] + std::ptrdiff_t{y} * frame.linesize[plane];
            bytes.append(reinterpret_cast<const char*>(row), static_cast<std::size_t>(width));
        }
    }
    return bytes;
}

}  // namespace

std::vector<Pixels> frames_of(int fd, double from) {
    media::Recording recording = media::open_media(fd, {}, {});
    AVStream* stream = recording.video();
    recording.read_only({stream});
    if (from >= 0) recording.seek(stream, from);
    const media::CodecContext decoder = recording.decoder(stream);
    const media::Packet packet = media::make_packet();
    const media::Frame frame = media::make_frame();
    std::vector<Pixels> frames;
    const auto drain = [&] {
        while (avcodec_receive_frame(decoder.get(), frame.get()) >= 0)
            frames.push_back({recording.to_seconds(stream, frame->best_effort_timestamp), pixels_of(*frame)});
    };
    while (recording.read(packet.get())) {
        media::check(avcodec_send_packet(decoder.get(), packet.get()), "decode");
        drain();
    }
    avcodec_send_packet(decoder.get(), nullptr);
    drain();
    return frames;
}

std::vector<double> idr_times(int fd) {
    media::Recording recording = media::open_media(fd, {}, {});
    AVStream* stream = recording.video();
    recording.read_only({stream});
    const media::Packet packet = media::make_packet();
    std::vector<double> times;
    while (recording.read(packet.get())) {
        if (media::starts_decoding(*packet, *stream->codecpar))
            times.push_back(recording.to_seconds(stream, packet->pts));
    }
    return times;
}

double psnr(const Pixels& one, const Pixels& other) {
    if (one.bytes.size() != other.bytes.size()) return 0;
    double error = 0;
    for (std::size_t i = 0; i < one.bytes.size(); ++i) {
        const int difference =
            static_cast<unsigned char>(one.bytes[i]) - static_cast<unsigned char>(other.bytes[i]);
        error += difference * difference;
    }
    if (error == 0) return HUGE_VAL;
    return 10 * std::log10(255.0 * 255.0 * static_cast<double>(one.bytes.size()) / error);
}

}  // namespace lectern::test
