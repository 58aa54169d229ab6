#include "media/av/filter_chain.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <new>

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

namespace lectern::media {

namespace {

AVFilterContext* add_filter(AVFilterGraph* graph, const char* filter, const char* name,
                            const char* parameters) {
    AVFilterContext* made = nullptr;
    check(avfilter_graph_create_filter(&made, avfilter_get_by_name(filter), name, parameters, nullptr, graph),
          filter);
    return made;
}

AvPtr<AVFilterInOut> open_end(const char* name, AVFilterContext* filter) {
    AvPtr<AVFilterInOut> end(avfilter_inout_alloc());
    if (!end) throw std::bad_alloc();
    end->name = av_strdup(name);
    end->filter_ctx = filter;
    return end;
}

std::string ratio(int numerator, int denominator) {
    return std::to_string(numerator) + "/" + std::to_string(denominator);
}

}  // namespace

FilterChain FilterChain::for_video(const AVFrame& like, AVRational time_base, const std::string& chain) {
    const AVRational aspect = like.sample_aspect_ratio;
    return {"buffer",
            "video_size=" + std::to_string(like.width) + "x" + std::to_string(like.height) + ":pix_fmt=" +
                std::to_string(like.format) + ":time_base=" + ratio(time_base.num, time_base.den) +
                ":pixel_aspect=" + ratio(std::max(aspect.num, 0), std::max(aspect.den, 1)),
            "buffersink", chain};
}

FilterChain FilterChain::for_audio(int rate, const char* layout, const std::string& chain) {
    return {"abuffer",
            "sample_rate=" + std::to_string(rate) + ":sample_fmt=flt:channel_layout=" + layout +
                ":time_base=" + ratio(1, rate),
            "abuffersink", chain};
}

FilterChain::FilterChain(const char* source, const std::string& parameters, const char* sink,
                         const std::string& chain)
    : graph_(avfilter_graph_alloc()) {
    if (!graph_) throw std::bad_alloc();
    graph_->nb_threads = 1;
    in_ = add_filter(graph_.get(), source, "in", parameters.c_str());
    out_ = add_filter(graph_.get(), sink, "out", nullptr);
    // The names are seen from the chain: what comes out of the source goes into it.
    AvPtr<AVFilterInOut> source_end = open_end("in", in_);
    AvPtr<AVFilterInOut> sink_end = open_end("out", out_);
    AVFilterInOut* outputs = source_end.release();
    AVFilterInOut* inputs = sink_end.release();
    const int rc = avfilter_graph_parse_ptr(graph_.get(), chain.c_str(), &inputs, &outputs, nullptr);
    avfilter_inout_free(&inputs);
    avfilter_inout_free(&outputs);
    check(rc, chain.c_str());
    check(avfilter_graph_config(graph_.get(), nullptr), chain.c_str());
}

void FilterChain::put(AVFrame* frame) {
    check(av_buffersrc_add_frame(in_, frame), "filter");
}

bool FilterChain::take(AVFrame* into) {
    const int rc = av_buffersink_get_frame(out_, into);
    if (rc == AVERROR(EAGAIN) || rc == AVERROR_EOF) return false;
    check(rc, "filter");
    return true;
}

}  // namespace lectern::media
