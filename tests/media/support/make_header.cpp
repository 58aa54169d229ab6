#include "media/av/error.hpp"
#include "media/av/file_io.hpp"
#include "media/av/handles.hpp"
#include "tests/media/support/make_clip.hpp"

#include <cstring>

namespace lectern::test {

using media::check;

UniqueFd make_header_with_size(int width, int height) {
    UniqueFd fd = make_empty_file();
    media::Interrupt interrupt(WorkControl{});
    media::FileIo io(fd.get(), media::FileIo::Direction::write, interrupt);
    AVFormatContext* context = nullptr;
    check(avformat_alloc_output_context2(&context, nullptr, "matroska", ""), "matroska");
    context->pb = io.context();
    AVStream* stream = avformat_new_stream(context, nullptr);
    stream->codecpar->codec_type = AVMEDIA_TYPE_VIDEO;
    stream->codecpar->codec_id = AV_CODEC_ID_VP8;
    stream->codecpar->width = width;
    stream->codecpar->height = height;
    check(avformat_write_header(context, nullptr), "header");
    const media::Packet packet = media::make_packet();
    check(av_new_packet(packet.get(), 64), "packet");
    std::memset(packet->data, 0, 64);
    packet->pts = packet->dts = 0;
    packet->flags |= AV_PKT_FLAG_KEY;
    check(av_write_frame(context, packet.get()), "write");
    check(av_write_trailer(context), "trailer");
    avio_flush(context->pb);
    avformat_free_context(context);
    return fd;
}

}  // namespace lectern::test
