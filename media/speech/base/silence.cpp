#include "media/speech/base/silence.hpp"

#include "media/speech/base/samples.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {
namespace {

constexpr std::size_t frame_samples = 320;  // 20 ms
constexpr double frame_seconds = to_seconds(frame_samples);
constexpr std::size_t shortest_frames = 15;  // of a silence
constexpr std::size_t bridged_frames = 2;    // a click this short does not end a silence
constexpr std::size_t window_frames = 3000;  // one minute, around the frame
constexpr std::size_t step_frames = 500;
constexpr float quietest_level =
    -65;  // dB; else digital silence would pull the limit below the noise of the room
constexpr float audible_level = -55;  // dB; a window without anything louder is silent
constexpr float clear_contrast = 20;  // dB between voice and room, in most recordings
constexpr float least_contrast = 10;  // dB; with less, voice and room cannot be told apart

// Mean power of each frame, in dB of full scale.
std::vector<float> frame_levels(std::span<const float> samples) {
    std::vector<float> levels;
    levels.reserve(samples.size() / frame_samples + 1);
    for (std::size_t at = 0; at < samples.size(); at += frame_samples) {
        const auto frame = samples.subspan(at, std::min(frame_samples, samples.size() - at));
        double power = 0;
        for (const float sample : frame)
            power += static_cast<double>(sample) * sample;
        const double level = 10 * std::log10(power / static_cast<double>(frame.size()) + 1e-10);
        levels.push_back(std::isfinite(level) ? static_cast<float>(level) : quietest_level);
    }
    return levels;
}

float percentile(std::vector<float>& values, double fraction) {
    const auto nth =
        values.begin() + static_cast<std::ptrdiff_t>(fraction * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
}

// The level under which a frame of this window is a pause.
float limit_of(std::span<const float> window) {
    std::vector<float> values(window.begin(), window.end());
    const float voice = percentile(values, 0.95);
    if (voice < audible_level) return audible_level;
    float room = percentile(values, 0.1);
    // If there are hardly any pauses, the room alone is heard in less than a tenth of the time.
    if (voice - room < clear_contrast) room = percentile(values, 0.01);
    room = std::max(room, quietest_level);
    if (voice - room < least_contrast) return quietest_level;  // speech without a pause, or steady noise
    return room + 0.35F * (voice - room);
}

}  // namespace

std::vector<Silence> find_silences(std::span<const float> samples) {
    const std::vector<float> levels = frame_levels(samples);
    std::vector<bool> quiet(levels.size());
    for (std::size_t at = 0; at < levels.size(); at += step_frames) {
        const std::size_t middle = at + step_frames / 2;
        const std::size_t end = std::min(levels.size(), std::max(middle + window_frames / 2, window_frames));
        const std::size_t begin = end > window_frames ? end - window_frames : 0;
        const float limit = limit_of(std::span(levels).subspan(begin, end - begin));
        for (std::size_t i = at; i < std::min(at + step_frames, levels.size()); ++i)
            quiet[i] = levels[i] < limit;
    }

    std::vector<Silence> silences;
    const double length = to_seconds(samples.size());
    std::size_t begin = 0;
    std::size_t end = 0;  // of the run of quiet frames [begin, end)
    const auto close = [&] {
        if (end - begin < shortest_frames) return;
        silences.push_back({static_cast<double>(begin) * frame_seconds,
                            std::min(static_cast<double>(end) * frame_seconds, length)});
    };
    for (std::size_t i = 0; i < quiet.size(); ++i) {
        if (!quiet[i]) continue;
        if (end == begin || i - end > bridged_frames) {
            close();
            begin = i;
        }
        end = i + 1;
    }
    close();
    return silences;
}

std::size_t quietest_cut(std::span<const float> samples, std::size_t earliest, std::size_t latest) {
    latest = std::min(latest, samples.size());
    earliest = std::min(earliest, latest);
    constexpr std::size_t width = 25;  // frames: half a second
    const std::vector<float> levels = frame_levels(samples.subspan(earliest, latest - earliest));
    if (levels.size() <= width) return latest;
    double sum = 0;
    for (std::size_t i = 0; i < width; ++i)
        sum += levels[i];
    double least = sum;
    std::size_t best = 0;
    for (std::size_t i = width; i < levels.size(); ++i) {
        sum += levels[i] - levels[i - width];
        if (sum <= least) {  // of equal ones the last: longer pieces mean fewer pieces
            least = sum;
            best = i - width + 1;
        }
    }
    return earliest + (best + width / 2) * frame_samples;
}

double audible_seconds(double start, double end, const std::vector<Silence>& silences) {
    double seconds = end - start;
    for (const Silence& silence : silences)
        seconds -= std::max(0.0, std::min(end, silence.end) - std::max(start, silence.start));
    return std::max(seconds, 0.0);
}

void append_silences(std::vector<Silence>& all, const std::vector<Silence>& more, double offset) {
    for (const Silence& silence : more) {
        const Silence moved{silence.start + offset, silence.end + offset};
        if (!all.empty() && moved.start - all.back().end < 0.05) {
            all.back().end = std::max(all.back().end, moved.end);
        } else {
            all.push_back(moved);
        }
    }
}

}  // namespace lectern::media
