#include "media/cut/clip_encoder.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <cmath>
#include <new>

extern "C" {
#include <libavutil/opt.h>
}

namespace lectern::media {

namespace {

constexpr int video_stream = 0;
constexpr int audio_stream = 1;
constexpr int keyframe_seconds = 4;  // a player may have to decode so much after a seek
constexpr int audio_bits_per_channel = 80'000;

CodecContext encoder_named(const char* name) {
    const AVCodec* codec = avcodec_find_encoder_by_name(name);
    if (codec == nullptr) throw std::logic_error(std::string("this FFmpeg has no encoder ") + name);
    CodecContext context(avcodec_alloc_context3(codec));
    if (!context) throw std::bad_alloc();
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    return context;
}

void add(Mp4Writer& writer, const AVCodecContext* encoder) {
    AVCodecParameters* parameters = avcodec_parameters_alloc();
    if (parameters == nullptr) throw std::bad_alloc();
    int rc = avcodec_parameters_from_context(parameters, encoder);
    if (rc >= 0) writer.add_stream(parameters, encoder->time_base);
    avcodec_parameters_free(&parameters);
    check(rc, "encoder parameters");
}

}  // namespace

ClipEncoder::ClipEncoder(int fd, const ClipVideoFormat& video, const std::optional<ClipAudioFormat>& audio,
                         const WorkControl& control)
    : writer_(fd, control) {
    open_video(video);
    add(writer_, video_.get());
    if (audio) {
        open_audio(*audio);
        add(writer_, audio_.get());
    }
    writer_.start();
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
    c.gop_size = std::max(1, static_cast<int>(std::lround(av_q2d(format.fps) * keyframe_seconds)));
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

void ClipEncoder::open_audio(const ClipAudioFormat& format) {
    audio_ = encoder_named("aac");
    AVCodecContext& c = *audio_;
    c.sample_fmt = AV_SAMPLE_FMT_FLTP;
    c.sample_rate = format.rate;
    c.time_base = {1, format.rate};
    c.bit_rate = std::int64_t{audio_bits_per_channel} * format.channels;
    av_channel_layout_default(&c.ch_layout, format.channels);
    check(avcodec_open2(audio_.get(), nullptr, nullptr), "open AAC encoder");
}

void ClipEncoder::put_frame(const AVFrame* frame, std::int64_t at) {
    if (waiting_) send_waiting(at);
    waiting_.reset(av_frame_clone(frame));
    if (!waiting_) throw std::bad_alloc();
    waiting_->pts = at;
    waiting_->pict_type = AV_PICTURE_TYPE_NONE;
}

void ClipEncoder::send_waiting(std::int64_t end) {
    durations_[waiting_->pts] = std::max<std::int64_t>(end - waiting_->pts, 1);
    check(avcodec_send_frame(video_.get(), waiting_.get()), "encode frame");
    ++frames_;
    waiting_.reset();
    drain(video_.get(), video_stream);
}

void ClipEncoder::put_audio(std::span<const float> samples) {
    if (!audio_) return;
    samples_.insert(samples_.end(), samples.begin(), samples.end());
    audio_put_ += static_cast<std::int64_t>(samples.size()) / audio_->ch_layout.nb_channels;
    send_audio(false);
}

void ClipEncoder::send_audio(bool all) {
    const auto channels = static_cast<std::size_t>(audio_->ch_layout.nb_channels);
    const auto whole = static_cast<std::size_t>(audio_->frame_size);
    std::size_t done = 0;
    for (;;) {
        const std::size_t left = samples_.size() / channels - done;
        if (left == 0 || (left < whole && !all)) break;
        const std::size_t now = std::min(left, whole);
        const Frame frame = make_frame();
        frame->format = audio_->sample_fmt;
        frame->sample_rate = audio_->sample_rate;
        frame->nb_samples = static_cast<int>(now);
        frame->pts = audio_sent_;
        check(av_channel_layout_copy(&frame->ch_layout, &audio_->ch_layout), "layout");
        check(av_frame_get_buffer(frame.get(), 0), "audio frame");
        for (std::size_t c = 0; c < channels; ++c) {
            auto* plane = reinterpret_cast<float*>(frame->extended_data[c]);
            for (std::size_t i = 0; i < now; ++i)
                plane[i] = samples_[(done + i) * channels + c];
        }
        check(avcodec_send_frame(audio_.get(), frame.get()), "encode audio");
        drain(audio_.get(), audio_stream);
        audio_sent_ += static_cast<std::int64_t>(now);
        done += now;
    }
    samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(done * channels));
}

void ClipEncoder::drain(AVCodecContext* encoder, int stream) {
    for (;;) {
        const int rc = avcodec_receive_packet(encoder, packet_.get());
        if (rc == AVERROR(EAGAIN) || rc == AVERROR_EOF) return;
        check(rc, "encode");
        if (stream == video_stream) {
            const auto known = durations_.find(packet_->pts);
            if (known != durations_.end()) {
                packet_->duration = known->second;
                durations_.erase(known);
            }
            if (end_) packet_->duration = std::max<std::int64_t>(*end_ - packet_->dts, 1);
        }
        writer_.write(packet_.get(), stream, encoder->time_base);
    }
}

void ClipEncoder::finish(std::int64_t end) {
    if (waiting_) send_waiting(end);
    end_ = end;
    check(avcodec_send_frame(video_.get(), nullptr), "encode frame");
    drain(video_.get(), video_stream);
    if (audio_) {
        send_audio(true);
        check(avcodec_send_frame(audio_.get(), nullptr), "encode audio");
        drain(audio_.get(), audio_stream);
    }
    writer_.finish(static_cast<double>(end) * av_q2d(video_->time_base));
}

}  // namespace lectern::media
