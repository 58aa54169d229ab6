#pragma once

#include <cstdint>
#include <memory>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavfilter/avfilter.h>
#include <libavformat/avformat.h>
#include <libswresample/swresample.h>
}

namespace lectern::media {

// Owning handles for what libav allocates; each frees the way its library asks for.
struct AvFree {
    void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
    void operator()(AVCodecParameters* p) const { avcodec_parameters_free(&p); }
    void operator()(AVFrame* p) const { av_frame_free(&p); }
    void operator()(AVPacket* p) const { av_packet_free(&p); }
    void operator()(AVFilterGraph* p) const { avfilter_graph_free(&p); }
    void operator()(AVFilterInOut* p) const { avfilter_inout_free(&p); }
    void operator()(AVBSFContext* p) const { av_bsf_free(&p); }
    void operator()(SwrContext* p) const { swr_free(&p); }
};

template<class T>
using AvPtr = std::unique_ptr<T, AvFree>;

using CodecContext = AvPtr<AVCodecContext>;
using CodecParameters = AvPtr<AVCodecParameters>;
using Frame = AvPtr<AVFrame>;
using Packet = AvPtr<AVPacket>;
using FilterGraph = AvPtr<AVFilterGraph>;
using BitstreamFilter = AvPtr<AVBSFContext>;
using Resampler = AvPtr<SwrContext>;

Frame make_frame();
// Another frame with the same data. av_frame_make_writable() gives it data of its own.
Frame shared_frame(const AVFrame* frame);
Packet make_packet();

// Options for a call that takes an AVDictionary; what the call did not use is dropped.
class Dictionary {
public:
    Dictionary() = default;
    Dictionary(const Dictionary&) = delete;
    Dictionary& operator=(const Dictionary&) = delete;
    ~Dictionary() { av_dict_free(&dict_); }

    void set(const char* key, const char* value) { av_dict_set(&dict_, key, value, 0); }
    void set(const char* key, std::int64_t value) { av_dict_set_int(&dict_, key, value, 0); }
    AVDictionary** address() { return &dict_; }
    AVDictionary* get() const { return dict_; }

private:
    AVDictionary* dict_ = nullptr;
};

}  // namespace lectern::media
