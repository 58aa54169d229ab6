#include "media/cut/frames/deinterlacer.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <new>
#include <string>

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

namespace lectern::media {

void Deinterlacer::put(AVFrame* frame) {
    if (frame == nullptr) {
        if (graph_) check(av_buffersrc_add_frame(in_, nullptr), "deinterlace");
        return;
    }
    const bool same =
        graph_ && frame->width == width_ && frame->height == height_ && frame->format == format_;
    if (!same) build(frame);
    check(av_buffersrc_add_frame(in_, frame), "deinterlace");
}

bool Deinterlacer::take(AVFrame* into) {
    if (!graph_) return false;
    const int rc = av_buffersink_get_frame(out_, into);
    if (rc == AVERROR(EAGAIN) || rc == AVERROR_EOF) return false;
    check(rc, "deinterlace");
    return true;
}

void Deinterlacer::reset() {
    graph_.reset();
}

void Deinterlacer::build(const AVFrame* frame) {
    width_ = frame->width;
    height_ = frame->height;
    format_ = frame->format;
    graph_.reset(avfilter_graph_alloc());
    if (!graph_) throw std::bad_alloc();
    graph_->nb_threads = 1;
    const AVRational aspect = frame->sample_aspect_ratio;
    const std::string source =
        "video_size=" + std::to_string(width_) + "x" + std::to_string(height_) +
        ":pix_fmt=" + std::to_string(format_) + ":time_base=" + std::to_string(time_base_.num) + "/" +
        std::to_string(time_base_.den) + ":pixel_aspect=" + std::to_string(std::max(aspect.num, 0)) + "/" +
        std::to_string(std::max(aspect.den, 1));
    AVFilterContext* filter = nullptr;
    check(avfilter_graph_create_filter(&in_, avfilter_get_by_name("buffer"), "in", source.c_str(), nullptr,
                                       graph_.get()),
          "deinterlace: source");
    check(avfilter_graph_create_filter(&filter, avfilter_get_by_name("bwdif"), "deinterlace",
                                       "mode=send_field:parity=auto:deint=interlaced", nullptr, graph_.get()),
          "deinterlace: filter");
    check(avfilter_graph_create_filter(&out_, avfilter_get_by_name("buffersink"), "out", nullptr, nullptr,
                                       graph_.get()),
          "deinterlace: sink");
    check(avfilter_link(in_, 0, filter, 0), "deinterlace: link");
    check(avfilter_link(filter, 0, out_, 0), "deinterlace: link");
    check(avfilter_graph_config(graph_.get(), nullptr), "deinterlace: graph");
}

}  // namespace lectern::media
