#include "media/cut/audio_graph.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <new>

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

namespace lectern::media {

AudioGraph::AudioGraph(const std::string& chain) : graph_(avfilter_graph_alloc()) {
    if (!graph_) throw std::bad_alloc();
    graph_->nb_threads = 1;
    check(avfilter_graph_create_filter(
              &in_, avfilter_get_by_name("abuffer"), "in",
              "sample_rate=48000:sample_fmt=flt:channel_layout=stereo:time_base=1/48000", nullptr,
              graph_.get()),
          "audio source");
    check(avfilter_graph_create_filter(&out_, avfilter_get_by_name("abuffersink"), "out", nullptr, nullptr,
                                       graph_.get()),
          "audio sink");
    AVFilterInOut* in = avfilter_inout_alloc();
    AVFilterInOut* out = avfilter_inout_alloc();
    if (in == nullptr || out == nullptr) {
        avfilter_inout_free(&in);
        avfilter_inout_free(&out);
        throw std::bad_alloc();
    }
    out->name = av_strdup("in");
    out->filter_ctx = in_;
    in->name = av_strdup("out");
    in->filter_ctx = out_;
    const int rc = avfilter_graph_parse_ptr(graph_.get(), chain.c_str(), &in, &out, nullptr);
    avfilter_inout_free(&in);
    avfilter_inout_free(&out);
    check(rc, "audio chain");
    check(avfilter_graph_config(graph_.get(), nullptr), "audio graph");
}

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
    check(av_buffersrc_add_frame(in_, frame.get()), "filter audio");
    drain(sink);
}

void AudioGraph::finish(const Sink& sink) {
    check(av_buffersrc_add_frame(in_, nullptr), "filter audio");
    drain(sink);
}

void AudioGraph::drain(const Sink& sink) {
    for (;;) {
        const int rc = av_buffersink_get_frame(out_, frame_.get());
        if (rc == AVERROR(EAGAIN) || rc == AVERROR_EOF) return;
        check(rc, "filter audio");
        sink(frame_.get());
        av_frame_unref(frame_.get());
    }
}

}  // namespace lectern::media
