#include "media/cut/frame_shaper.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <new>
#include <string>

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/pixdesc.h>
}

namespace lectern::media {

namespace {

std::string number(long value) {
    return std::to_string(value);
}

int even(double value) {
    return std::max(2, static_cast<int>(std::lround(value / 2)) * 2);
}

std::string oriented(Orientation orientation) {
    const std::string mirror = orientation.mirrored ? "hflip," : "";
    switch (orientation.turn) {
        case 90:
            return mirror + "transpose=clock,";
        case 180:
            return mirror + "hflip,vflip,";
        case 270:
            return mirror + "transpose=cclock,";
        default:
            return mirror;
    }
}

std::string hex(Colour colour) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "0x%06X", colour & 0xFFFFFFU);
    return text.data();
}

}  // namespace

const AVFrame* FrameShaper::shape(const AVFrame* frame) {
    const bool same = graph_ && frame->width == width_ && frame->height == height_ &&
                      frame->format == format_ && av_cmp_q(frame->sample_aspect_ratio, aspect_) == 0 &&
                      colours_of(*frame) == colours_;
    if (!same) build(frame);
    av_frame_unref(copy_.get());
    av_frame_unref(shaped_.get());
    check(av_frame_ref(copy_.get(), frame), "frame");
    // The graph gives one frame for each frame, so that it needs no times.
    copy_->pts = 0;
    check(av_buffersrc_add_frame_flags(in_, copy_.get(), AV_BUFFERSRC_FLAG_PUSH), "shape frame");
    check(av_buffersink_get_frame(out_, shaped_.get()), "shape frame");
    return shaped_.get();
}

// No text of a user gets into the description of the graph.
std::string FrameShaper::chain_for(const AVFrame* frame) const {
    const bool lying = orientation_.lying();
    const std::string box = number(target_.width) + ":" + number(target_.height);
    const std::string first = oriented(orientation_);
    if (target_.keep_shape) {
        const int w = lying ? frame->height : frame->width;
        const int h = lying ? frame->width : frame->height;
        // An odd last column or row has no colour samples: it is cut off. Frames of another size are scaled.
        if (std::abs(w - target_.width) > 1 || std::abs(h - target_.height) > 1)
            return first + conversion(colours_, target_.colours, box + ":flags=bicubic");
        const bool odd = w != target_.width || h != target_.height;
        const std::string crop = odd ? "crop=" + box + ":0:0:exact=1," : "";
        return first + crop + conversion(colours_, target_.colours, "");
    }
    const double pixel = aspect_.num > 0 && aspect_.den > 0 ? av_q2d(aspect_) : 1.0;
    const double shown_width = lying ? frame->height : frame->width * pixel;
    const double shown_height = lying ? frame->width * pixel : frame->height;
    const double by_width = target_.width / shown_width;
    const double by_height = target_.height / shown_height;
    const bool fit = target_.fit == Fit::fit;
    const double by = fit ? std::min(by_width, by_height) : std::max(by_width, by_height);
    const int w = fit ? std::min(even(shown_width * by), target_.width)
                      : std::max(even(shown_width * by), target_.width);
    const int h = fit ? std::min(even(shown_height * by), target_.height)
                      : std::max(even(shown_height * by), target_.height);
    std::string chain =
        first + conversion(colours_, target_.colours, number(w) + ":" + number(h) + ":flags=bicubic");
    if (w != target_.width || h != target_.height) {
        chain += fit ? ",pad=" + box + ":(ow-iw)/2:(oh-ih)/2:" + hex(target_.background) : ",crop=" + box;
    }
    return chain + ",setsar=1";
}

void FrameShaper::build(const AVFrame* frame) {
    width_ = frame->width;
    height_ = frame->height;
    format_ = frame->format;
    aspect_ = frame->sample_aspect_ratio;
    colours_ = colours_of(*frame);
    const std::string chain = chain_for(frame);

    graph_.reset(avfilter_graph_alloc());
    if (!graph_) throw std::bad_alloc();
    graph_->nb_threads = 1;
    const std::string source = "video_size=" + number(width_) + "x" + number(height_) +
                               ":pix_fmt=" + number(format_) +
                               ":time_base=1/90000:pixel_aspect=" + number(std::max(aspect_.num, 0)) + "/" +
                               number(std::max(aspect_.den, 1));
    check(avfilter_graph_create_filter(&in_, avfilter_get_by_name("buffer"), "in", source.c_str(), nullptr,
                                       graph_.get()),
          "shape: source");
    check(avfilter_graph_create_filter(&out_, avfilter_get_by_name("buffersink"), "out", nullptr, nullptr,
                                       graph_.get()),
          "shape: sink");
    AvPtr<AVFilterInOut> outputs(avfilter_inout_alloc());
    AvPtr<AVFilterInOut> inputs(avfilter_inout_alloc());
    if (!outputs || !inputs) throw std::bad_alloc();
    outputs->name = av_strdup("in");
    outputs->filter_ctx = in_;
    inputs->name = av_strdup("out");
    inputs->filter_ctx = out_;
    AVFilterInOut* in = inputs.release();
    AVFilterInOut* out = outputs.release();
    const int rc = avfilter_graph_parse_ptr(graph_.get(), chain.c_str(), &in, &out, nullptr);
    inputs.reset(in);
    outputs.reset(out);
    check(rc, "shape: chain");
    check(avfilter_graph_config(graph_.get(), nullptr), "shape: graph");
}

}  // namespace lectern::media
