#include "media/av/output/mp4_writer.hpp"

#include "media/av/error.hpp"
#include "media/av/output/edit_list.hpp"
#include "media/av/video_rotation.hpp"

#include <array>
#include <new>
#include <stdexcept>
#include <utility>
#include <vector>

#include <unistd.h>

namespace lectern::media {

namespace {

void set_tail(int fd, double seconds) {
    std::array<std::uint8_t, 8> head{};
    off_t at = 0;
    while (::pread(fd, head.data(), head.size(), at) == static_cast<ssize_t>(head.size())) {
        const std::size_t size =
            std::size_t{head[0]} << 24U | std::size_t{head[1]} << 16U | std::size_t{head[2]} << 8U | head[3];
        if (size < head.size()) break;
        if (head[4] != 'm' || head[5] != 'o' || head[6] != 'o' || head[7] != 'v') {
            at += static_cast<off_t>(size);
            continue;
        }
        std::vector<std::uint8_t> moov(size);
        if (::pread(fd, moov.data(), size, at) != static_cast<ssize_t>(size)) break;
        if (!shorten_presentation(moov, seconds)) break;
        if (::pwrite(fd, moov.data(), size, at) != static_cast<ssize_t>(size)) {
            fail(Failure::transient("The file could not be written.", "index of a clip"));
        }
        return;
    }
    throw std::logic_error("the muxer wrote an index without edit lists");
}

}  // namespace

Mp4Writer::Mp4Writer(int fd, const WorkControl& control, Growth growth)
    : fd_(fd), interrupt_(control), io_(fd, FileIo::Direction::write, interrupt_) {
    io_.ask_before_growing(std::move(growth));
    AVFormatContext* context = nullptr;
    check(avformat_alloc_output_context2(&context, nullptr, "mp4", ""), "output");
    context_.reset(context);
    context->pb = io_.context();
    context->opaque = this;
    context->io_open = &Mp4Writer::open_again;
    context->io_close2 = &Mp4Writer::close_again;
    context->interrupt_callback = interrupt_.callback();
}

int Mp4Writer::open_again(AVFormatContext* context, AVIOContext** io, const char*, int flags,
                          AVDictionary**) {
    auto& writer = *static_cast<Mp4Writer*>(context->opaque);
    if ((flags & AVIO_FLAG_WRITE) != 0 || writer.reader_) return AVERROR(EPERM);
    try {
        writer.reader_ = std::make_unique<FileIo>(writer.fd_, FileIo::Direction::read, writer.interrupt_);
    } catch (const std::bad_alloc&) {
        return AVERROR(ENOMEM);
    }
    *io = writer.reader_->context();
    return 0;
}

int Mp4Writer::close_again(AVFormatContext* context, AVIOContext*) {
    static_cast<Mp4Writer*>(context->opaque)->reader_.reset();
    return 0;
}

AVStream* Mp4Writer::add_stream(const AVCodecParameters* codec, AVRational time_base) {
    AVStream* stream = avformat_new_stream(context_.get(), nullptr);
    if (stream == nullptr) throw std::bad_alloc();
    check(avcodec_parameters_copy(stream->codecpar, codec), "output stream");
    stream->codecpar->codec_tag = 0;
    // Apple's players accept HEVC only under this name.
    if (codec->codec_id == AV_CODEC_ID_HEVC) stream->codecpar->codec_tag = MKTAG('h', 'v', 'c', '1');
    stream->time_base = time_base;
    return stream;
}

AVStream* Mp4Writer::add_copy(const AVStream* from, const AVCodecParameters* codec) {
    if (codec == nullptr) codec = from->codecpar;
    if (avformat_query_codec(context_->oformat, codec->codec_id, FF_COMPLIANCE_NORMAL) != 1)
        fail(Failure::permanent("The recording is of a kind that an MP4 file cannot hold.",
                                avcodec_get_name(codec->codec_id)));
    AVStream* stream = add_stream(codec, from->time_base);
    stream->avg_frame_rate = from->avg_frame_rate;
    stream->sample_aspect_ratio = from->sample_aspect_ratio;
    stream->codecpar->initial_padding = 0;
    stream->codecpar->trailing_padding = 0;
    if (from->codecpar->codec_type == AVMEDIA_TYPE_VIDEO) keep_rotation(*from, *stream);
    return stream;
}

void Mp4Writer::check_write(int rc, const char* what) {
    io_.throw_if_refused();
    check(rc, what);
}

void Mp4Writer::start() {
    Dictionary options;
    options.set("movflags", "+faststart");
    // The unit of edit lists: audio and video are aligned to 1/100 ms.
    options.set("movie_timescale", std::int64_t{90'000});
    context_->max_interleave_delta = 10 * std::int64_t{AV_TIME_BASE};
    check_write(avformat_write_header(context_.get(), options.address()), "write header");
}

void Mp4Writer::write(AVPacket* packet, int stream, AVRational time_base) {
    av_packet_rescale_ts(packet, time_base, context_->streams[stream]->time_base);
    packet->stream_index = stream;
    packet->pos = -1;
    check_write(av_interleaved_write_frame(context_.get(), packet), "write packet");
    check_write(io_.context()->error, "write");
}

void Mp4Writer::finish(std::optional<double> seconds) {
    check_write(av_write_trailer(context_.get()), "write index");
    avio_flush(io_.context());
    check_write(io_.context()->error, "write");
    if (seconds) set_tail(fd_, *seconds);
}

}  // namespace lectern::media
