#include "media/cut/styled_audio.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

namespace {

constexpr int rate = AudioGraph::rate;
constexpr std::int64_t piece = rate;

std::int64_t sample_at(double seconds) {
    return std::llround(seconds * rate);
}

}  // namespace

StyledAudio::StyledAudio(const CutJob& job, const StyledParts& parts, double before, double end,
                         const std::function<void(double)>& progress)
    : job_(job) {
    if (before > 0) parts_.push_back({parts.intro.value_or(StyledPart{}), sample_at(before)});
    parts_.push_back({parts.recording, sample_at(end)});
    measure(progress);
}

void StyledAudio::measure(const std::function<void(double)>& progress) {
    double all = 0;
    for (const Part& part : parts_)
        all += part.source.has_audio ? part.source.length() : 0;
    double measured = 0;
    for (Part& part : parts_) {
        const StyledPart& source = part.source;
        if (!source.has_audio) continue;
        const Loudness loudness =
            measure_loudness(source.fd, source.start, source.end, job_.limits, job_.control,
                             [&](double done) { progress((measured + done * source.length()) / all); });
        part.change = loudness_change(loudness, job_.request.style.loudness, job_.request.style.true_peak);
        measured += source.length();
    }
}

void StyledAudio::until(double seconds, const Sink& sink) {
    until_sample(std::min(sample_at(seconds), parts_.back().ends), sink);
}

void StyledAudio::rest(const Sink& sink) {
    until_sample(parts_.back().ends, sink);
}

void StyledAudio::until_sample(std::int64_t end, const Sink& sink) {
    while (given_ < end) {
        const std::int64_t ends = parts_[current_].ends;
        give(std::min({end - given_, ends - given_, piece}), sink);
        if (given_ == ends) end_part(sink);
    }
}

void StyledAudio::give(std::int64_t samples, const Sink& sink) {
    const Part& part = parts_[current_];
    if (!part.source.has_audio) {
        const std::vector<float> quiet(static_cast<std::size_t>(samples) * AudioGraph::channels, 0.0F);
        sink(quiet);
    } else {
        if (!reader_) {
            reader_.emplace(part.source.fd, AudioFormat{rate, AudioGraph::channels, part.source.start},
                            job_.limits, job_.control);
            leveller_.emplace(part.change, job_.request.style.true_peak);
        }
        leveller_->put(reader_->read(samples), sink);
    }
    given_ += samples;
}

void StyledAudio::end_part(const Sink& sink) {
    if (leveller_) leveller_->finish(sink);
    leveller_.reset();
    reader_.reset();
    ++current_;
}

}  // namespace lectern::media
