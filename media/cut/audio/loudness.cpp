#include "media/cut/audio/loudness.hpp"

#include "media/av/error.hpp"
#include "media/cut/audio/audio_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <locale>
#include <sstream>

namespace lectern::media {

namespace {

constexpr double silence = -60;        // LUFS; quieter audio is not raised
constexpr double most_gain = 36;       // dB
constexpr double limiter_slack = 0.5;  // dB, for peaks between samples, which the limiter does not see
constexpr std::int64_t step = AudioGraph::rate / 2;

double number_in(const AVFrame* frame, const char* key, double otherwise) {
    const AVDictionaryEntry* entry = av_dict_get(frame->metadata, key, nullptr, 0);
    if (entry == nullptr) return otherwise;
    const double value = std::strtod(entry->value, nullptr);
    return std::isfinite(value) ? value : otherwise;
}

double to_decibel(double factor) {
    return factor > 0 ? 20 * std::log10(factor) : -70;
}

std::string leveller_chain(const LoudnessChange& change, double true_peak) {
    // Filters expect numbers in the C locale.
    std::ostringstream chain;
    chain.imbue(std::locale::classic());
    chain << "volume=" << change.gain << "dB:precision=float";
    if (change.limit) {
        const double ceiling = std::pow(10.0, (true_peak - limiter_slack) / 20);
        chain << ",alimiter=level=0:latency=1:attack=5:release=60:limit=" << std::clamp(ceiling, 0.0625, 1.0);
    }
    chain << ",aformat=sample_fmts=flt:channel_layouts=stereo:sample_rates=48000";
    return chain.str();
}

std::span<const float> samples_of(const AVFrame* frame) {
    return {reinterpret_cast<const float*>(frame->data[0]),
            static_cast<std::size_t>(frame->nb_samples) * AudioGraph::channels};
}

}  // namespace

Loudness measure_loudness(int fd, double start, double end, const MediaLimits& limits,
                          const WorkControl& control, const std::function<void(double)>& progress) {
    AudioReader audio(fd, {AudioGraph::rate, AudioGraph::channels, start}, limits, control);
    AudioGraph graph("ebur128=metadata=1:peak=true:framelog=verbose");
    Loudness loudness;
    const auto listen = [&loudness](const AVFrame* frame) {
        loudness.integrated = number_in(frame, "lavfi.r128.I", loudness.integrated);
        for (const char* key : {"lavfi.r128.true_peaks_ch0", "lavfi.r128.true_peaks_ch1"}) {
            const double peak = number_in(frame, key, 0);
            if (peak > 0) loudness.true_peak = std::max(loudness.true_peak, to_decibel(peak));
        }
    };
    const std::int64_t total = std::llround((end - start) * AudioGraph::rate);
    for (std::int64_t done = 0; done < total; done += step) {
        graph.put(audio.read(std::min(step, total - done)), listen);
        progress(static_cast<double>(done) / static_cast<double>(total));
    }
    graph.finish(listen);
    return loudness;
}

LoudnessChange loudness_change(const Loudness& measured, double target, double true_peak) {
    if (measured.integrated < silence) return {};
    const double gain = std::clamp(target - measured.integrated, -most_gain, most_gain);
    return {gain, measured.true_peak + gain > true_peak};
}

Leveller::Leveller(const LoudnessChange& change, double true_peak)
    : graph_(leveller_chain(change, true_peak)) {}

void Leveller::put(std::span<const float> samples, const std::function<void(std::span<const float>)>& sink) {
    graph_.put(samples, [&sink](const AVFrame* frame) { sink(samples_of(frame)); });
}

void Leveller::finish(const std::function<void(std::span<const float>)>& sink) {
    graph_.finish([&sink](const AVFrame* frame) { sink(samples_of(frame)); });
}

}  // namespace lectern::media
