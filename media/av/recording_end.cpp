#include "media/av/recording.hpp"

#include <algorithm>
#include <string_view>

namespace lectern::media {
namespace {

constexpr double far = 30.0 * 24 * 3600;  // seconds; no recording is longer
constexpr double before_end = 2;          // seconds, in case that the headers tell a little too much

// Containers that find the last keyframe for a time behind the end. Others need a time inside.
bool finds_last(const AVFormatContext& context) {
    const std::string_view name = context.iformat->name;
    return name.starts_with("mov") || name.starts_with("matroska");
}

}  // namespace

double Recording::find_end() {
    const AVStream* by = nullptr;
    for (unsigned i = 0; i < context_->nb_streams; ++i) {
        const AVStream* stream = context_->streams[i];
        if (stream->discard == AVDISCARD_ALL) continue;
        // Audio has a place to start from everywhere; but Matroska lists those of the video only.
        const bool audio = stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
        const bool mov = std::string_view(context_->iformat->name).starts_with("mov");
        if (by == nullptr || (audio == mov && (by->codecpar->codec_type == AVMEDIA_TYPE_AUDIO) != mov))
            by = stream;
    }
    if (by == nullptr) return 0;
    const auto end_from_here = [this] {
        double end = 0;
        const Packet packet = make_packet();
        while (read(packet.get())) {
            throw_if_stopped();
            if ((packet->flags & AV_PKT_FLAG_DISCARD) != 0) continue;
            const std::int64_t at = packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts;
            if (at == AV_NOPTS_VALUE) continue;
            const std::int64_t length = std::max<std::int64_t>(packet->duration, 0);
            end = std::max(end, to_seconds(context_->streams[packet->stream_index], at + length));
        }
        return end;
    };
    const std::int64_t said = context_->duration;
    const double declared = said != AV_NOPTS_VALUE ? static_cast<double>(said) / AV_TIME_BASE : 0;
    if (finds_last(*context_) || declared > before_end) {
        seek(by, finds_last(*context_) ? far : declared - before_end);
        if (const double end = end_from_here(); end > 0) return end;
    }
    seek(by, before_all);
    return end_from_here();
}

}  // namespace lectern::media
