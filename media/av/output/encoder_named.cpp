#include "media/av/output/encoder_named.hpp"

#include "media/av/error.hpp"

#include <new>
#include <stdexcept>
#include <string>

namespace lectern::media {

CodecContext encoder_named(const char* name) {
    const AVCodec* codec = avcodec_find_encoder_by_name(name);
    if (codec == nullptr) throw std::logic_error(std::string("this FFmpeg has no encoder ") + name);
    CodecContext context(avcodec_alloc_context3(codec));
    if (!context) throw std::bad_alloc();
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    return context;
}

void add_encoded(Mp4Writer& writer, const AVCodecContext* encoder) {
    const CodecParameters parameters(avcodec_parameters_alloc());
    if (!parameters) throw std::bad_alloc();
    check(avcodec_parameters_from_context(parameters.get(), encoder), "encoder parameters");
    writer.add_stream(parameters.get(), encoder->time_base)->avg_frame_rate = encoder->framerate;
}

}  // namespace lectern::media
