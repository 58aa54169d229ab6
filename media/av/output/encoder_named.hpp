#pragma once

#include "media/av/output/mp4_writer.hpp"

namespace lectern::media {

// An encoder for an MP4, not opened yet.
CodecContext encoder_named(const char* name);

// Adds the stream that an opened encoder makes.
void add_encoded(Mp4Writer& writer, const AVCodecContext* encoder);

}  // namespace lectern::media
