#include "media/pictures/jpeg.hpp"

#include "media/av/error.hpp"
#include "media/av/filter_chain.hpp"
#include "media/av/output/encoder_named.hpp"

namespace lectern::media {
namespace {

constexpr int quantizer = 5;  // 2 (large) .. 31 (poor)

}  // namespace

std::string to_jpeg(const AVFrame& frame) {
    const Frame copy = shared_frame(&frame);
    copy->pts = 0;
    FilterChain to_full_range =
        FilterChain::for_video(*copy, {1, 25}, "scale=in_range=limited:out_range=full,format=yuvj420p");
    to_full_range.put(copy.get());
    const Frame full = make_frame();
    if (!to_full_range.take(full.get())) fail(Failure::permanent("A picture cannot be converted."));

    const CodecContext encoder = encoder_named("mjpeg");
    encoder->width = full->width;
    encoder->height = full->height;
    encoder->pix_fmt = AV_PIX_FMT_YUVJ420P;
    encoder->color_range = AVCOL_RANGE_JPEG;
    encoder->time_base = {1, 25};
    encoder->thread_count = 1;
    encoder->flags |= AV_CODEC_FLAG_QSCALE;
    encoder->global_quality = FF_QP2LAMBDA * quantizer;
    check(avcodec_open2(encoder.get(), nullptr, nullptr), "open JPEG encoder");
    full->quality = encoder->global_quality;
    check(avcodec_send_frame(encoder.get(), full.get()), "encode JPEG");
    const Packet packet = make_packet();
    check(avcodec_receive_packet(encoder.get(), packet.get()), "encode JPEG");
    return {reinterpret_cast<const char*>(packet->data), static_cast<std::size_t>(packet->size)};
}

}  // namespace lectern::media
