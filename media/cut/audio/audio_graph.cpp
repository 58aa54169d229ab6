#include "media/cut/audio/audio_graph.hpp"

#include "media/av/error.hpp"

#include <algorithm>

namespace lectern::media {

AudioGraph::AudioGraph(const std::string& chain) : chain_(FilterChain::for_audio(rate, "stereo", chain)) {}

void AudioGraph::put(std::span<const float> samples, const Sink& sink) {
    if (samples.empty()) return;
    const Frame frame = make_frame();
    frame->format = AV_SAMPLE_FMT_FLT;
    frame->sample_rate = rate;
    frame->nb_samples = static_cast<int>(samples.size() / channels);
    frame->pts = position_;
    av_channel_layout_default(&frame->ch_layout, channels);
    check(av_frame_get_buffer(frame.get(), 0), "audio frame");
    std::copy(samples.begin(), samples.end(), reinterpret_cast<float*>(frame->data[0]));
    position_ += frame->nb_samples;
    chain_.put(frame.get());
    drain(sink);
}

void AudioGraph::finish(const Sink& sink) {
    chain_.put(nullptr);
    drain(sink);
}

void AudioGraph::drain(const Sink& sink) {
    while (chain_.take(frame_.get())) {
        sink(frame_.get());
        av_frame_unref(frame_.get());
    }
}

}  // namespace lectern::media
