#include "media/playback/codec_string.hpp"

#include <algorithm>
#include <cstdio>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace lectern::media {
namespace {

template<class... Values>
std::string formatted(const char* format, Values... values) {
    char text[64];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

int bits_of(const AVCodecParameters& codec) {
    const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(codec.format));
    return format != nullptr ? format->comp[0].depth : 8;
}

std::string avc(const AVCodecParameters& codec) {
    // In MP4 and Matroska: version, profile, constraints, level.
    if (codec.extradata_size >= 4 && codec.extradata[0] == 1)
        return formatted("avc1.%02x%02x%02x", codec.extradata[1], codec.extradata[2], codec.extradata[3]);
    const int profile = std::max(codec.profile, 0);  // negative: unknown
    const int constraints = ((profile & FF_PROFILE_H264_CONSTRAINED) != 0 ? 0x40 : 0) |
                            ((profile & FF_PROFILE_H264_INTRA) != 0 ? 0x10 : 0);
    return formatted("avc1.%02x%02x%02x", profile & 0xFF, constraints, std::max(codec.level, 0));
}

std::string hevc(const AVCodecParameters& codec) {
    // The compatibility flags, in reverse order: what plays Main plays Main 10's subset too, not vice versa.
    const int profile = std::max(codec.profile, 1);
    const int compatible = profile == FF_PROFILE_HEVC_MAIN ? 6 : 1 << profile;
    return formatted("hvc1.%d.%X.L%d.B0", profile, compatible, std::max(codec.level, 0));
}

std::string av1(const AVCodecParameters& codec) {
    return formatted("av01.%d.%02dM.%02d", std::max(codec.profile, 0), std::max(codec.level, 0),
                     bits_of(codec));
}

std::string aac(const AVCodecParameters& codec) {
    // The number of the audio object type; FFmpeg counts profiles from 0.
    return formatted("mp4a.40.%d", codec.profile >= 0 ? codec.profile + 1 : 2);
}

}  // namespace

std::string codec_string(const AVCodecParameters& codec) {
    switch (codec.codec_id) {
        case AV_CODEC_ID_H264:
            return avc(codec);
        case AV_CODEC_ID_HEVC:
            return hevc(codec);
        case AV_CODEC_ID_AV1:
            return av1(codec);
        case AV_CODEC_ID_AAC:
            return aac(codec);
        case AV_CODEC_ID_AC3:
            return "ac-3";
        case AV_CODEC_ID_EAC3:
            return "ec-3";
        default:
            return avcodec_get_name(codec.codec_id);  // "vp8", "vp9", "opus", "vorbis", "mp3", "flac"
    }
}

}  // namespace lectern::media
