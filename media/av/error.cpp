#include "media/av/error.hpp"

#include "media/av/handles.hpp"

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <mutex>
#include <new>

extern "C" {
#include <libavutil/error.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
}

namespace lectern::media {

namespace {

// One plane of the largest frame that any sane limit allows is 71 MB; the index of a day of video is less.
constexpr std::size_t largest_allocation = std::size_t{256} << 20;

thread_local std::array<char, 240> last_complaint{};

void remember_complaint(void* context, int level, const char* format, va_list args) {
    if (level > AV_LOG_ERROR) return;
    std::array<char, 240> line{};
    int prefix = 1;
    av_log_format_line2(context, level, format, args, line.data(), static_cast<int>(line.size()), &prefix);
    last_complaint = line;
}

std::string describe(int rc, const char* what) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(rc, text.data(), text.size());
    std::string detail = std::string(what) + ": " + text.data();
    if (last_complaint[0] != '\0') detail += " (" + std::string(last_complaint.data()) + ")";
    while (!detail.empty() && detail.back() == '\n')
        detail.pop_back();
    return detail;
}

}  // namespace

const int interrupted = AVERROR_EXIT;

Failure failure_from_av(int rc, const char* what) {
    const std::string detail = describe(rc, what);
    switch (rc) {
        case AVERROR_EXIT:
            return Failure::cancelled();
        case AVERROR(ENOSPC):
        case AVERROR(EDQUOT):
            return Failure::storage_full("The disk is full.", detail);
        case AVERROR(EIO):
            return Failure::transient("The file could not be read or written.", detail);
        case AVERROR(ENOMEM):
            return Failure::permanent("The recording needs more memory than Lectern allows.", detail);
        default:
            return Failure::permanent("The recording is damaged or of a kind that Lectern cannot read.",
                                      detail);
    }
}

Failure undecodable(const AVStream& stream, std::string detail) {
    const AVCodecParameters& codec = *stream.codecpar;
    std::array<char, AV_FOURCC_MAX_STRING_SIZE> tag{};
    std::string name = codec.codec_id != AV_CODEC_ID_NONE
                           ? avcodec_get_name(codec.codec_id)
                           : av_fourcc_make_string(tag.data(), codec.codec_tag);
    const AVCodecDescriptor* about = avcodec_descriptor_get(codec.codec_id);
    if (about != nullptr && about->long_name != nullptr) name += " (" + std::string(about->long_name) + ")";
    const std::string kind = codec.codec_type == AVMEDIA_TYPE_AUDIO ? "audio" : "video";
    return Failure::permanent("Lectern cannot decode the " + kind + " of the recording. Its codec is " +
                                  name + ". Convert the recording, for example to an MP4 of H.264 and AAC.",
                              std::move(detail));
}

int check(int rc, const char* what) {
    if (rc < 0) throw MediaError(failure_from_av(rc, what));
    return rc;
}

void fail(Failure failure) {
    throw MediaError(std::move(failure));
}

void prepare_libav() {
    static std::once_flag once;
    std::call_once(once, [] {
        av_log_set_callback(remember_complaint);
        av_max_alloc(largest_allocation);
    });
    last_complaint[0] = '\0';
}

Frame make_frame() {
    Frame frame(av_frame_alloc());
    if (!frame) throw std::bad_alloc();
    return frame;
}

Frame shared_frame(const AVFrame* frame) {
    Frame shared(av_frame_clone(frame));
    if (!shared) throw std::bad_alloc();
    return shared;
}

Packet make_packet() {
    Packet packet(av_packet_alloc());
    if (!packet) throw std::bad_alloc();
    return packet;
}

}  // namespace lectern::media
