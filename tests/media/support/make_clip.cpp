#include "tests/media/support/make_clip.hpp"

#include "media/av/error.hpp"
#include "media/av/file_io.hpp"
#include "media/av/handles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>
#include <set>
#include <stdexcept>

#include <sys/mman.h>
#include <unistd.h>

extern "C" {
#include <libavutil/display.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
}

namespace lectern::test {

namespace {

using media::check;

constexpr int bars = 12;

void must(bool good, const char* what) {
    if (!good) throw std::runtime_error(std::string("test clip: ") + what);
}

class Maker {
public:
    Maker(int fd, const ClipSpec& spec)
        : spec_(spec),
          fd_(fd),
          interrupt_(WorkControl{}),
          io_(fd, media::FileIo::Direction::write, interrupt_) {
        check(avformat_alloc_output_context2(&context_, nullptr, spec.format.c_str(), ""),
              spec.format.c_str());
        context_->pb = io_.context();
        context_->opaque = this;
        // Only "faststart" opens anything: the file itself, once more.
        context_->io_open = [](AVFormatContext* context, AVIOContext** io, const char*, int, AVDictionary**) {
            auto& maker = *static_cast<Maker*>(context->opaque);
            maker.again_ =
                std::make_unique<media::FileIo>(maker.fd_, media::FileIo::Direction::read, maker.interrupt_);
            *io = maker.again_->context();
            return 0;
        };
        context_->io_close2 = [](AVFormatContext*, AVIOContext*) { return 0; };
    }
    Maker(const Maker&) = delete;
    Maker& operator=(const Maker&) = delete;
    ~Maker() { avformat_free_context(context_); }

    void make() {
        if (!spec_.video.empty()) open_video();
        if (!spec_.audio.empty()) open_audio();
        if (!spec_.captions.empty()) open_captions();
        media::Dictionary options;
        if (!spec_.movflags.empty()) options.set("movflags", spec_.movflags.c_str());
        check(avformat_write_header(context_, options.address()), "header");
        write_captions();
        const int frames = static_cast<int>(std::lround(spec_.seconds * spec_.fps));
        for (int n = 0; n < frames; ++n) {
            if (video_ && n > 0 && n == spec_.twice_as_large_from) enlarge_video();
            if (video_) put_frame(n);
            if (audio_) put_audio_until(static_cast<double>(n + 1) / spec_.fps);
        }
        finish(video_.get(), video_stream_);
        finish(audio_.get(), audio_stream_);
        check(av_write_trailer(context_), "trailer");
        avio_flush(context_->pb);
    }

private:
    media::CodecContext encoder(const std::string& name) {
        const AVCodec* codec = avcodec_find_encoder_by_name(name.c_str());
        must(codec != nullptr, name.c_str());
        media::CodecContext made(avcodec_alloc_context3(codec));
        must(made != nullptr, "memory");
        if ((context_->oformat->flags & AVFMT_GLOBALHEADER) != 0) made->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        made->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;
        return made;
    }

    AVStream* stream_of(const AVCodecContext* codec) {
        AVStream* stream = avformat_new_stream(context_, nullptr);
        must(stream != nullptr, "memory");
        check(avcodec_parameters_from_context(stream->codecpar, codec), "parameters");
        stream->time_base = codec->time_base;
        return stream;
    }

    void open_video() {
        open_video_encoder(1);
        video_stream_ = stream_of(video_.get());
        video_stream_->avg_frame_rate = {spec_.fps, 1};
        if (spec_.rotation != 0) rotate();
    }

    // As recorders do: the packets after the change are of another encoder.
    void enlarge_video() {
        finish(video_.get(), video_stream_);
        open_video_encoder(2);
        new_parameters_ = true;
    }

    void open_video_encoder(int scale) {
        video_ = encoder(spec_.video);
        video_->width = scale * spec_.width;
        video_->sample_aspect_ratio = {spec_.pixel_width, spec_.pixel_height};
        video_->height = scale * spec_.height;
        video_->pix_fmt = av_get_pix_fmt(spec_.pixels.c_str());
        video_->time_base = {1, spec_.fps};
        video_->framerate = {spec_.fps, 1};
        video_->gop_size = spec_.keyframe_every;
        video_->thread_count = 1;
        if (spec_.video == "libx264") {
            video_->max_b_frames = spec_.twice_as_large_from > 0 ? 0 : 2;
            av_opt_set(video_->priv_data, "preset", "veryfast", 0);
            av_opt_set(video_->priv_data, "x264-params",
                       spec_.open_gop ? "open-gop=1:scenecut=0" : "scenecut=0", 0);
        } else {
            video_->bit_rate = 800'000;
        }
        check(avcodec_open2(video_.get(), nullptr, nullptr), "open video encoder");
    }

    void rotate() {
        std::array<std::int32_t, 9> matrix{};
        av_display_rotation_set(matrix.data(), spec_.rotation);
#if LIBAVFORMAT_VERSION_MAJOR >= 61
        AVCodecParameters& par = *video_stream_->codecpar;
        auto* data = av_packet_side_data_new(&par.coded_side_data, &par.nb_coded_side_data,
                                             AV_PKT_DATA_DISPLAYMATRIX, sizeof(matrix), 0)
                         ->data;
#else
        auto* data = av_stream_new_side_data(video_stream_, AV_PKT_DATA_DISPLAYMATRIX, sizeof(matrix));
#endif
        must(data != nullptr, "memory");
        std::memcpy(data, matrix.data(), sizeof(matrix));
    }

    void open_audio() {
        audio_ = encoder(spec_.audio);
        audio_->sample_fmt = audio_->codec->sample_fmts[0];
        audio_->sample_rate = spec_.rate;
        audio_->time_base = {1, spec_.rate};
        audio_->bit_rate = std::int64_t{96'000} * spec_.channels;
        av_channel_layout_default(&audio_->ch_layout, spec_.channels);
        check(avcodec_open2(audio_.get(), nullptr, nullptr), "open audio encoder");
        audio_stream_ = stream_of(audio_.get());
    }

    void open_captions() {
        captions_ = encoder(spec_.captions_codec);
        captions_->time_base = {1, 1000};
        static constexpr char header[] =
            "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, "
            "PrimaryColour, "
            "SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, "
            "Spacing, "
            "Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
            "Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0\n\n"
            "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";
        captions_->subtitle_header = reinterpret_cast<std::uint8_t*>(av_strdup(header));
        captions_->subtitle_header_size = sizeof(header) - 1;
        check(avcodec_open2(captions_.get(), nullptr, nullptr), "open caption encoder");
        captions_stream_ = stream_of(captions_.get());
        av_dict_set(&captions_stream_->metadata, "language", "vie", 0);
    }

    void write_captions() {
        for (const CaptionSpec& caption : spec_.captions) {
            AVSubtitle subtitle{};
            AVSubtitleRect rect{};
            AVSubtitleRect* rects[] = {&rect};
            const std::string event = "0,0,Default,,0,0,0,," + caption.text;
            rect.type = SUBTITLE_ASS;
            rect.ass = const_cast<char*>(event.c_str());
            subtitle.num_rects = 1;
            subtitle.rects = rects;
            subtitle.end_display_time = static_cast<std::uint32_t>((caption.end - caption.start) * 1000);
            const media::Packet packet = media::make_packet();
            check(av_new_packet(packet.get(), 4096), "caption");
            packet->size =
                check(avcodec_encode_subtitle(captions_.get(), packet->data, 4096, &subtitle), "caption");
            packet->pts = packet->dts = std::llround(caption.start * 1000);
            packet->duration = subtitle.end_display_time;
            write(packet.get(), captions_stream_, {1, 1000});
        }
    }

    void put_frame(int n) {
        if (!spec_.only_frames.empty() &&
            std::find(spec_.only_frames.begin(), spec_.only_frames.end(), n) == spec_.only_frames.end()) {
            return;
        }
        const media::Frame frame = media::make_frame();
        frame->format = video_->pix_fmt;
        frame->width = video_->width;
        frame->height = video_->height;
        check(av_frame_get_buffer(frame.get(), 0), "frame");
        const AVPixFmtDescriptor& about = *av_pix_fmt_desc_get(video_->pix_fmt);
        const bool wide = about.comp[0].depth > 8;
        const int shift = about.comp[0].depth - 8;
        for (int plane = 0; plane < 3; ++plane) {
            const int w = plane == 0 ? frame->width : AV_CEIL_RSHIFT(frame->width, about.log2_chroma_w);
            const int h = plane == 0 ? frame->height : AV_CEIL_RSHIFT(frame->height, about.log2_chroma_h);
            for (int y = 0; y < h; ++y) {
                std::uint8_t* row = frame->data[plane] + std::ptrdiff_t{y} * frame->linesize[plane];
                for (int x = 0; x < w; ++x) {
                    const int bit = bars - 1 - x * bars / w;
                    const int value = plane > 0 ? 128 : ((n >> bit & 1) != 0 ? 210 : 40);
                    if (wide) {
                        reinterpret_cast<std::uint16_t*>(row)[x] = static_cast<std::uint16_t>(value << shift);
                    } else {
                        row[x] = static_cast<std::uint8_t>(value);
                    }
                }
            }
        }
        frame->pts = n;
        send(video_.get(), video_stream_, frame.get());
    }

    float sample(std::int64_t at) const {
        const double t = static_cast<double>(at) / spec_.rate;
        const int second = static_cast<int>(t);
        if (spec_.clicks && second > 0 && t - second < 0.001) return (at / 4) % 2 == 0 ? 0.9F : -0.9F;
        return static_cast<float>(spec_.level * std::sin(2 * std::numbers::pi * pitch_of(second) * t));
    }

    void put_audio_until(double seconds) {
        const int size = audio_->frame_size > 0 ? audio_->frame_size : 1024;
        while (static_cast<double>(samples_) / spec_.rate < seconds) {
            const media::Frame frame = media::make_frame();
            frame->format = audio_->sample_fmt;
            frame->sample_rate = spec_.rate;
            frame->nb_samples = size;
            frame->pts = samples_;
            check(av_channel_layout_copy(&frame->ch_layout, &audio_->ch_layout), "layout");
            check(av_frame_get_buffer(frame.get(), 0), "audio");
            for (int i = 0; i < size; ++i) {
                for (int c = 0; c < spec_.channels; ++c)
                    store(frame.get(), i, c, sample(samples_ + i));
            }
            send(audio_.get(), audio_stream_, frame.get());
            samples_ += size;
        }
    }

    void store(AVFrame* frame, int i, int channel, float value) const {
        const auto format = static_cast<AVSampleFormat>(frame->format);
        const bool planar = av_sample_fmt_is_planar(format) != 0;
        const int index = planar ? i : i * spec_.channels + channel;
        std::uint8_t* plane = frame->extended_data[planar ? channel : 0];
        if (av_get_packed_sample_fmt(format) == AV_SAMPLE_FMT_FLT) {
            reinterpret_cast<float*>(plane)[index] = value;
        } else if (av_get_packed_sample_fmt(format) == AV_SAMPLE_FMT_S16) {
            reinterpret_cast<std::int16_t*>(plane)[index] =
                static_cast<std::int16_t>(std::lround(value * 32'000));
        } else {
            must(false, "sample format");
        }
    }

    void finish(AVCodecContext* codec, AVStream* stream) {
        if (codec != nullptr) send(codec, stream, nullptr);
    }

    void send(AVCodecContext* codec, AVStream* stream, const AVFrame* frame) {
        check(avcodec_send_frame(codec, frame), "encode");
        const media::Packet packet = media::make_packet();
        for (;;) {
            const int rc = avcodec_receive_packet(codec, packet.get());
            if (rc == AVERROR(EAGAIN) || rc == AVERROR_EOF) return;
            check(rc, "encode");
            if (stream == audio_stream_) {
                const double at = static_cast<double>(packet->pts) / spec_.rate;
                // Only MP4 can say that what the encoder puts before time zero is not to be heard.
                if (at < 0 && spec_.format != "mp4") continue;
                if (at >= spec_.hole_from && at < spec_.hole_to) continue;
                packet->pts += std::llround(spec_.audio_delay * spec_.rate);
                packet->dts += std::llround(spec_.audio_delay * spec_.rate);
            }
            if (stream == video_stream_ && new_parameters_) announce_parameters(packet.get());
            write(packet.get(), stream, codec->time_base);
        }
    }

    void announce_parameters(AVPacket* packet) {
        new_parameters_ = false;
        if (video_->extradata_size == 0) return;
        const auto size = static_cast<std::size_t>(video_->extradata_size);
        std::uint8_t* data = av_packet_new_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, size);
        must(data != nullptr, "memory");
        std::memcpy(data, video_->extradata, size);
    }

    void write(AVPacket* packet, AVStream* stream, AVRational time_base) {
        const auto shift = static_cast<std::int64_t>(std::llround(spec_.first_timestamp / av_q2d(time_base)));
        packet->pts += shift;
        packet->dts += shift;
        av_packet_rescale_ts(packet, time_base, stream->time_base);
        packet->stream_index = stream->index;
        check(av_interleaved_write_frame(context_, packet), "write");
    }

    const ClipSpec& spec_;
    int fd_;
    media::Interrupt interrupt_;
    media::FileIo io_;
    std::unique_ptr<media::FileIo> again_;
    AVFormatContext* context_ = nullptr;
    media::CodecContext video_;
    media::CodecContext audio_;
    media::CodecContext captions_;
    AVStream* video_stream_ = nullptr;
    AVStream* audio_stream_ = nullptr;
    AVStream* captions_stream_ = nullptr;
    std::int64_t samples_ = 0;
    bool new_parameters_ = false;
};

}  // namespace

UniqueFd make_clip(const ClipSpec& spec) {
    media::prepare_libav();
    UniqueFd fd = make_empty_file();
    Maker(fd.get(), spec).make();
    return fd;
}

}  // namespace lectern::test
