#include "media/cut/frames/frame_rate.hpp"

#include "media/cut/frames/frame_reader.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace lectern::media {

namespace {

constexpr int least_fps = 10;
constexpr double most_fps = 60;
constexpr double steady = 0.02;  // the mean of a steady rate is so near to it
constexpr AVRational usual = {25, 1};

// The times of the frames, rising.
std::vector<double> frame_times(Recording& recording, double start, double end) {
    const AVStream* video = recording.video();
    recording.read_only({video});
    if (start > 0) recording.seek(video, start);
    std::vector<double> times;
    const Packet packet = make_packet();
    while (recording.read(packet.get())) {
        recording.throw_if_stopped();
        if (packet->pts == AV_NOPTS_VALUE) continue;
        const double at = recording.to_seconds(video, packet->pts);
        if (at >= start && at < end) times.push_back(at);
        if (packet->dts != AV_NOPTS_VALUE && recording.to_seconds(video, packet->dts) >= end) break;
    }
    std::sort(times.begin(), times.end());
    return times;
}

int most_in_a_second(const std::vector<double>& times) {
    constexpr double second = 0.9995;  // timestamps are rounded
    std::ptrdiff_t most = 0;
    auto behind = times.begin();
    for (auto first = times.begin(); first != times.end(); ++first) {
        while (behind != times.end() && *behind < *first + second)
            ++behind;
        most = std::max(most, behind - first);
    }
    return static_cast<int>(most);
}

// Timestamps of live recordings vary: a second may have a frame more or less than the camera took.
int usual_rate_near(int fps) {
    for (const int one : {15, 20, 24, 25, 30, 48, 50, 60}) {
        if (fps == one) return one;
    }
    for (const int one : {15, 20, 25, 30, 50, 60}) {
        if (std::abs(fps - one) == 1) return one;
    }
    return fps;
}

}  // namespace

AVRational steady_rate(Recording& recording, double start, double end) {
    const AVStream& stream = *recording.video();
    const AVRational mean = stream.avg_frame_rate;
    const AVRational base = stream.r_frame_rate;
    const bool known = mean.num > 0 && mean.den > 0 && base.num > 0 && base.den > 0;
    AVRational rate = usual;
    // For a recording with a steady rate, the mean is less exact than the base.
    if (known && std::abs(av_q2d(base) / av_q2d(mean) - 1) < steady) {
        rate = base;
    } else {
        // At least a second, and one before the end of the recording.
        const double from = std::min(start, std::max(end - 1, 0.0));
        const int most = most_in_a_second(frame_times(recording, from, std::max(end, start + 1)));
        if (most > 0) rate = {usual_rate_near(most), 1};
    }
    if (is_interlaced(stream)) rate.num *= 2;
    while (av_q2d(rate) > most_fps + 0.5)
        rate.den *= 2;
    return av_q2d(rate) < least_fps ? AVRational{least_fps, 1} : rate;
}

}  // namespace lectern::media
