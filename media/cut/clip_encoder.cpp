#include "media/cut/clip_encoder.hpp"

#include "media/av/error.hpp"
#include "media/av/output/encoder_named.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

extern "C" {
#include <libavutil/opt.h>
}

namespace lectern::media {

namespace {

constexpr int video_stream = 0;
constexpr int audio_stream = 1;

}  // namespace

ClipEncoder::ClipEncoder(int fd, const ClipVideoFormat& video, const std::optional<ClipAudioFormat>& audio,
                         const WorkControl& control, Growth growth)
    : writer_(fd, control, std::move(growth)) {
    open_video(video);
    add_encoded(writer_, video_.get());
    if (audio) {
        audio_.emplace(
            *audio, [this](AVPacket* packet) { writer_.write(packet, audio_stream, audio_->time_base()); });
        add_encoded(writer_, audio_->context());
    }
    writer_.start(video.seconds);
}

void ClipEncoder::open_video(const ClipVideoFormat& format) {
    video_ = encoder_named("libx264");
    AVCodecContext& c = *video_;
    c.width = format.width;
    c.height = format.height;
    c.pix_fmt = AV_PIX_FMT_YUV420P;
    c.sample_aspect_ratio = format.aspect;
    c.time_base = format.time_base;
    c.framerate = format.fps;
    c.gop_size = std::max(1, static_cast<int>(std::lround(av_q2d(format.fps) * format.keyframe_seconds)));
    c.thread_count = format.threads;
    c.colorspace = format.space;
    c.color_primaries = format.primaries;
    c.color_trc = format.transfer;
    c.color_range = AVCOL_RANGE_MPEG;
    check(av_opt_set(c.priv_data, "preset", "veryfast", 0), "preset");
    check(av_opt_set(c.priv_data, "profile", "high", 0), "profile");
    check(av_opt_set_double(c.priv_data, "crf", format.quality, 0), "quality");
    check(avcodec_open2(video_.get(), nullptr, nullptr), "open H.264 encoder");
}

void ClipEncoder::put_frame(const AVFrame* frame, std::int64_t at) {
    if (waiting_) send_waiting(at);
    waiting_ = shared_frame(frame);
    waiting_->pts = at;
    waiting_->pict_type = AV_PICTURE_TYPE_NONE;
}

void ClipEncoder::send_waiting(std::int64_t end) {
    durations_[waiting_->pts] = std::max<std::int64_t>(end - waiting_->pts, 1);
    check(avcodec_send_frame(video_.get(), waiting_.get()), "encode frame");
    ++frames_;
    waiting_.reset();
    drain();
}

void ClipEncoder::put_audio(std::span<const float> samples) {
    if (audio_) audio_->put(samples);
}

void ClipEncoder::drain() {
    for (;;) {
        const int rc = avcodec_receive_packet(video_.get(), packet_.get());
        if (rc == AVERROR(EAGAIN) || rc == AVERROR_EOF) return;
        check(rc, "encode frame");
        const auto known = durations_.find(packet_->pts);
        if (known != durations_.end()) {
            packet_->duration = known->second;
            durations_.erase(known);
        }
        if (end_) packet_->duration = std::max<std::int64_t>(*end_ - packet_->dts, 1);
        writer_.write(packet_.get(), video_stream, video_->time_base);
    }
}

void ClipEncoder::finish(std::int64_t end) {
    if (waiting_) send_waiting(end);
    end_ = end;
    check(avcodec_send_frame(video_.get(), nullptr), "encode frame");
    drain();
    if (audio_) audio_->finish();
    writer_.finish(static_cast<double>(end) * av_q2d(video_->time_base));
}

}  // namespace lectern::media
