#include "tests/media/support/read_clip.hpp"

#include "media/av/decode_audio.hpp"
#include "media/av/error.hpp"
#include "media/av/recording.hpp"

#include <cmath>

namespace lectern::test {

namespace {

constexpr int bars = 12;
constexpr int rate = 48'000;

// Bars are read in the upper third of the frame, where no name is shown.
SeenFrame look_at(const AVFrame& frame) {
    SeenFrame seen;
    seen.width = frame.width;
    seen.height = frame.height;
    const int rows = frame.height / 3;
    double all = 0;
    int number = 0;
    for (int bar = 0; bar < bars; ++bar) {
        double sum = 0;
        int count = 0;
        const int from = (4 * bar + 1) * frame.width / (4 * bars);
        const int to = (4 * bar + 3) * frame.width / (4 * bars);
        for (int y = rows / 2; y < rows; ++y) {
            for (int x = from; x < to; ++x, ++count) {
                sum += frame.data[0][std::ptrdiff_t{y} * frame.linesize[0] + x];
            }
        }
        const double mean = sum / count;
        all += mean / bars;
        const bool clear = std::abs(mean - 210) < 40 || std::abs(mean - 40) < 40;
        if (!clear) number = -1;
        if (number >= 0) number = number << 1 | (mean > 125 ? 1 : 0);
    }
    seen.number = number;
    seen.brightness = all;
    return seen;
}

}  // namespace

std::vector<SeenFrame> see_frames(int fd) {
    media::Recording recording = media::open_media(fd, {}, {});
    AVStream* stream = recording.video();
    recording.read_only({stream});
    const media::CodecContext decoder = recording.decoder(stream);
    const media::Packet packet = media::make_packet();
    const media::Frame frame = media::make_frame();
    std::vector<SeenFrame> seen;
    const auto drain = [&] {
        while (avcodec_receive_frame(decoder.get(), frame.get()) >= 0) {
            SeenFrame shown = look_at(*frame);
            shown.at = recording.to_seconds(stream, frame->best_effort_timestamp);
            seen.push_back(shown);
        }
    };
    while (recording.read(packet.get())) {
        media::check(avcodec_send_packet(decoder.get(), packet.get()), "decode");
        drain();
    }
    avcodec_send_packet(decoder.get(), nullptr);
    drain();
    return seen;
}

std::vector<float> hear(int fd) {
    std::vector<float> samples;
    const auto heard = media::decode_audio(
        fd, {rate, 1, 0},
        [&](std::span<const float> part) { samples.insert(samples.end(), part.begin(), part.end()); }, {},
        {});
    if (!heard) throw media::MediaError(heard.error());
    return samples;
}

std::vector<double> clicks_in(const std::vector<float>& samples) {
    std::vector<double> found;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (std::abs(samples[i]) < 0.4F) continue;
        found.push_back(static_cast<double>(i) / rate);
        i += rate / 2;
    }
    return found;
}

double pitch_between(const std::vector<float>& samples, double from, double to) {
    const auto first = static_cast<std::size_t>(from * rate);
    const auto last = std::min(static_cast<std::size_t>(to * rate), samples.size());
    int crossings = 0;
    double power = 0;
    for (std::size_t i = first + 1; i < last; ++i) {
        if (samples[i - 1] < 0 && samples[i] >= 0) ++crossings;
        power += samples[i] * samples[i];
    }
    if (last <= first || power / static_cast<double>(last - first) < 1e-7) return 0;
    return crossings / (to - from);
}

}  // namespace lectern::test
