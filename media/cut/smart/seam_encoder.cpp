#include "media/cut/smart/seam_encoder.hpp"

#include "media/av/error.hpp"
#include "media/av/output/encoder_named.hpp"
#include "media/cut/smart/avc_packet.hpp"

#include <algorithm>
#include <cmath>
#include <string>

extern "C" {
#include <libavutil/opt.h>
}

namespace lectern::media {

namespace {

constexpr double quality = 15;
// However noisy the recording is: 45 dB.
constexpr int coarsest_quantizer = 15;

const char* profile_name(int profile) {
    return profile == 66 ? "baseline" : profile == 77 ? "main" : "high";
}

}  // namespace

SeamEncoder::SeamEncoder(const SeamFormat& format, const AVFrame& like, Sink sink)
    : codec_(encoder_named("libx264")), sink_(std::move(sink)) {
    AVCodecContext& c = *codec_;
    c.width = like.width;
    c.height = like.height;
    c.pix_fmt = static_cast<AVPixelFormat>(like.format);
    c.sample_aspect_ratio = format.aspect;
    c.time_base = format.time_base;
    c.framerate = format.fps;
    c.gop_size = std::max(1, static_cast<int>(std::lround(av_q2d(format.fps) * format.keyframe_seconds)));
    c.max_b_frames = 0;
    c.qmax = coarsest_quantizer;
    c.thread_count = format.threads;
    c.colorspace = like.colorspace;
    c.color_primaries = like.color_primaries;
    c.color_trc = like.color_trc;
    c.color_range = like.color_range;
    c.chroma_sample_location = like.chroma_location;
    const std::string sets = "sps-id=" + std::to_string(format.sets_id);
    check(av_opt_set(c.priv_data, "preset", "superfast", 0), "preset");
    check(av_opt_set(c.priv_data, "profile", profile_name(format.profile), 0), "profile");
    check(av_opt_set_double(c.priv_data, "crf", quality, 0), "quality");
    // At such a quality CABAC saves an eighth of the bytes, and costs a half more time here and twice as much
    // in the check.
    check(av_opt_set(c.priv_data, "coder", "cavlc", 0), "coder");
    check(av_opt_set(c.priv_data, "x264-params", sets.c_str(), 0), "parameter sets");
    check(avcodec_open2(codec_.get(), nullptr, nullptr), "open H.264 encoder");
    const auto size = static_cast<std::size_t>(std::max(c.extradata_size, 0));
    if (auto made = parameter_sets({c.extradata, size})) sets_ = std::move(*made);
}

void SeamEncoder::put(const AVFrame* frame, std::int64_t at) {
    const Frame copy = shared_frame(frame);
    copy->pts = at;
    copy->pict_type = AV_PICTURE_TYPE_NONE;
    check(avcodec_send_frame(codec_.get(), copy.get()), "encode frame");
    drain();
}

void SeamEncoder::finish() {
    check(avcodec_send_frame(codec_.get(), nullptr), "encode frame");
    drain();
}

void SeamEncoder::drain() {
    for (;;) {
        const int rc = avcodec_receive_packet(codec_.get(), packet_.get());
        if (rc == AVERROR(EAGAIN) || rc == AVERROR_EOF) return;
        check(rc, "encode frame");
        repack(*packet_, 0);
        sink_(packet_.get());
    }
}

}  // namespace lectern::media
