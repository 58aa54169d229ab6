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

constexpr int picture_stream = 0;
constexpr int sound_stream = 1;
constexpr int keyframe_seconds = 4;  // the longest wait of a player after a seek
constexpr int sound_bits_per_channel = 80'000;

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

ClipEncoder::ClipEncoder(int fd, const PictureFormat& picture, const std::optional<SoundFormat>& sound,
                         const Control& control)
    : writer_(fd, control) {
    open_picture(picture);
    add(writer_, picture_.get());
    if (sound) {
        open_sound(*sound);
        add(writer_, sound_.get());
    }
    writer_.start();
}

void ClipEncoder::open_picture(const PictureFormat& format) {
    picture_ = encoder_named("libx264");
    AVCodecContext& c = *picture_;
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
    check(avcodec_open2(picture_.get(), nullptr, nullptr), "open H.264 encoder");
}

void ClipEncoder::open_sound(const SoundFormat& format) {
    sound_ = encoder_named("aac");
    AVCodecContext& c = *sound_;
    c.sample_fmt = AV_SAMPLE_FMT_FLTP;
    c.sample_rate = format.rate;
    c.time_base = {1, format.rate};
    c.bit_rate = std::int64_t{sound_bits_per_channel} * format.channels;
    av_channel_layout_default(&c.ch_layout, format.channels);
    check(avcodec_open2(sound_.get(), nullptr, nullptr), "open AAC encoder");
}

void ClipEncoder::put_picture(const AVFrame* picture, std::int64_t at) {
    if (waiting_) send_waiting(at);
    waiting_.reset(av_frame_clone(picture));
    if (!waiting_) throw std::bad_alloc();
    waiting_->pts = at;
    waiting_->pict_type = AV_PICTURE_TYPE_NONE;
}

void ClipEncoder::send_waiting(std::int64_t end) {
    durations_[waiting_->pts] = std::max<std::int64_t>(end - waiting_->pts, 1);
    check(avcodec_send_frame(picture_.get(), waiting_.get()), "encode picture");
    ++pictures_;
    waiting_.reset();
    drain(picture_.get(), picture_stream);
}

void ClipEncoder::put_sound(std::span<const float> samples) {
    if (!sound_) return;
    samples_.insert(samples_.end(), samples.begin(), samples.end());
    sound_put_ += static_cast<std::int64_t>(samples.size()) / sound_->ch_layout.nb_channels;
    send_sound(false);
}

void ClipEncoder::send_sound(bool all) {
    const auto channels = static_cast<std::size_t>(sound_->ch_layout.nb_channels);
    const auto whole = static_cast<std::size_t>(sound_->frame_size);
    std::size_t done = 0;
    for (;;) {
        const std::size_t left = samples_.size() / channels - done;
        if (left == 0 || (left < whole && !all)) break;
        const std::size_t now = std::min(left, whole);
        const Frame frame = make_frame();
        frame->format = sound_->sample_fmt;
        frame->sample_rate = sound_->sample_rate;
        frame->nb_samples = static_cast<int>(now);
        frame->pts = sound_sent_;
        check(av_channel_layout_copy(&frame->ch_layout, &sound_->ch_layout), "layout");
        check(av_frame_get_buffer(frame.get(), 0), "sound frame");
        for (std::size_t c = 0; c < channels; ++c) {
            auto* plane = reinterpret_cast<float*>(frame->extended_data[c]);
            for (std::size_t i = 0; i < now; ++i)
                plane[i] = samples_[(done + i) * channels + c];
        }
        check(avcodec_send_frame(sound_.get(), frame.get()), "encode sound");
        drain(sound_.get(), sound_stream);
        sound_sent_ += static_cast<std::int64_t>(now);
        done += now;
    }
    samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(done * channels));
}

void ClipEncoder::drain(AVCodecContext* encoder, int stream) {
    for (;;) {
        const int rc = avcodec_receive_packet(encoder, packet_.get());
        if (rc == AVERROR(EAGAIN) || rc == AVERROR_EOF) return;
        check(rc, "encode");
        if (stream == picture_stream) {
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
    check(avcodec_send_frame(picture_.get(), nullptr), "encode picture");
    drain(picture_.get(), picture_stream);
    if (sound_) {
        send_sound(true);
        check(avcodec_send_frame(sound_.get(), nullptr), "encode sound");
        drain(sound_.get(), sound_stream);
    }
    writer_.finish(static_cast<double>(end) * av_q2d(picture_->time_base));
}

}  // namespace lectern::media
