#include "media/cut/frames/colours.hpp"

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace lectern::media {

namespace {

constexpr int hd_width = 1280;
constexpr int most_sd_height = 576;
// The white of an HDR recording becomes the white of normal range; brighter values are compressed.
constexpr const char* tone_mapping = "tonemap=mobius:param=0.6:desat=0";

bool is_rgb(const AVFrame& frame) {
    const AVPixFmtDescriptor* about = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    return about != nullptr && (about->flags & AV_PIX_FMT_FLAG_RGB) != 0;
}

bool is_full_range(const AVFrame& frame) {
    const bool by_format = frame.format == AV_PIX_FMT_YUVJ420P || frame.format == AV_PIX_FMT_YUVJ422P ||
                           frame.format == AV_PIX_FMT_YUVJ444P || frame.format == AV_PIX_FMT_YUVJ440P;
    return by_format || frame.color_range == AVCOL_RANGE_JPEG || is_rgb(frame);
}

AVColorSpace likely_matrix(const AVFrame& frame) {
    if (frame.color_primaries == AVCOL_PRI_BT2020) return AVCOL_SPC_BT2020_NCL;
    if (frame.width >= hd_width || frame.height > most_sd_height) return AVCOL_SPC_BT709;
    return frame.height == most_sd_height ? AVCOL_SPC_BT470BG : AVCOL_SPC_SMPTE170M;
}

AVColorPrimaries likely_primaries(AVColorSpace matrix) {
    switch (matrix) {
        case AVCOL_SPC_BT2020_NCL:
            return AVCOL_PRI_BT2020;
        case AVCOL_SPC_BT470BG:
            return AVCOL_PRI_BT470BG;
        case AVCOL_SPC_SMPTE170M:
            return AVCOL_PRI_SMPTE170M;
        default:
            return AVCOL_PRI_BT709;
    }
}

const char* range_name(bool full) {
    return full ? "full" : "limited";
}

// As the filter "scale" calls it; null for those that it does not know.
const char* matrix_name(AVColorSpace matrix) {
    switch (matrix) {
        case AVCOL_SPC_BT709:
            return "bt709";
        case AVCOL_SPC_FCC:
            return "fcc";
        case AVCOL_SPC_BT470BG:
        case AVCOL_SPC_SMPTE170M:
            return "smpte170m";
        case AVCOL_SPC_SMPTE240M:
            return "smpte240m";
        case AVCOL_SPC_BT2020_NCL:
        case AVCOL_SPC_BT2020_CL:
            return "bt2020";
        default:
            return nullptr;
    }
}

// As libzimg calls them.
std::string names(const FrameColours& colours) {
    const char* primaries = colours.wide_gamut() ? "2020" : "709";
    const char* transfer = colours.transfer == AVCOL_TRC_SMPTE2084      ? "smpte2084"
                           : colours.transfer == AVCOL_TRC_ARIB_STD_B67 ? "arib-std-b67"
                                                                        : "709";
    const char* matrix = colours.matrix == AVCOL_SPC_RGB ? "gbr" : colours.wide_gamut() ? "2020_ncl" : "709";
    return std::string("pin=") + primaries + ":tin=" + transfer + ":min=" + matrix +
           ":rin=" + range_name(colours.full_range);
}

std::string by_linear_light(const FrameColours& from, const FrameColours& to, const std::string& scale) {
    std::string chain = scale.empty() ? "" : "scale=" + scale + ",";
    chain += "zscale=" + names(from) + ":t=linear:npl=100,format=gbrpf32le,zscale=p=709,";
    if (from.high_range()) chain += std::string(tone_mapping) + ",";
    return chain + "zscale=t=709:m=709:r=" + range_name(to.full_range) + ",format=yuv420p";
}

}  // namespace

bool FrameColours::usual() const {
    constexpr std::array matrices{AVCOL_SPC_BT709, AVCOL_SPC_FCC, AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M,
                                  AVCOL_SPC_SMPTE240M};
    return std::ranges::find(matrices, matrix) != matrices.end() && !wide_gamut() && !high_range();
}

FrameColours colours_of(const AVFrame& frame) {
    FrameColours colours{frame.colorspace, frame.color_primaries, frame.color_trc, is_full_range(frame)};
    if (is_rgb(frame)) {
        colours.matrix = AVCOL_SPC_RGB;
    } else if (colours.matrix == AVCOL_SPC_UNSPECIFIED || colours.matrix == AVCOL_SPC_RGB) {
        colours.matrix = likely_matrix(frame);
    }
    if (colours.primaries == AVCOL_PRI_UNSPECIFIED) colours.primaries = likely_primaries(colours.matrix);
    if (colours.transfer == AVCOL_TRC_UNSPECIFIED) {
        const bool sd = colours.matrix == AVCOL_SPC_BT470BG || colours.matrix == AVCOL_SPC_SMPTE170M;
        colours.transfer = sd ? AVCOL_TRC_SMPTE170M : AVCOL_TRC_BT709;
    }
    return colours;
}

FrameColours colours_of(const AVCodecParameters& codec) {
    const Frame like = make_frame();
    like->format = codec.format;
    like->width = codec.width;
    like->height = codec.height;
    like->colorspace = codec.color_space;
    like->color_primaries = codec.color_primaries;
    like->color_trc = codec.color_trc;
    like->color_range = codec.color_range;
    return colours_of(*like);
}

FrameColours colours_to_keep(const FrameColours& from) {
    if (from.high_range()) return {};
    FrameColours kept = from;
    kept.full_range = false;
    if (from.matrix == AVCOL_SPC_RGB) kept.matrix = AVCOL_SPC_BT709;
    return kept;
}

std::string conversion(const FrameColours& from, const FrameColours& to, const std::string& scale) {
    const bool linear = from.high_range() || (from.wide_gamut() && !to.wide_gamut());
    if (linear) return by_linear_light(from, to, scale);
    std::string options = scale;
    const auto add = [&options](const char* name, const char* value) {
        if (!options.empty()) options += ":";
        options += std::string(name) + "=" + value;
    };
    if (scale.empty()) add("flags", "bicubic");
    const char* in = matrix_name(from.matrix);
    const char* out = matrix_name(to.matrix);
    if (in != nullptr) add("in_color_matrix", in);
    // If the scaler does not know the matrix and the clip keeps it, its numbers are kept.
    if (out != nullptr) add("out_color_matrix", out);
    if (from.matrix != AVCOL_SPC_RGB) add("in_range", range_name(from.full_range));
    add("out_range", range_name(to.full_range));
    return "scale=" + options + ",format=yuv420p";
}

}  // namespace lectern::media
