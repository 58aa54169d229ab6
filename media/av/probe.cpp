#include "media/av/probe.hpp"

#include "media/av/error.hpp"
#include "media/av/recording.hpp"
#include "media/av/video_rotation.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace lectern::media {

namespace {

constexpr double late_start = 0.5;     // seconds
constexpr double most_difference = 1;  // seconds; headers round, and encoders add a little audio

std::string tag(const AVDictionary* dict, const char* key) {
    const AVDictionaryEntry* entry = av_dict_get(dict, key, nullptr, 0);
    return entry != nullptr ? entry->value : "";
}

// Headers are believed if they agree with the packets. They may be wrong by any factor, and unfinished files
// (recordings of browsers) and plain MP3 files do not tell their length.
double duration_of(Recording& recording) {
    const AVFormatContext& context = *recording.context();
    recording.read_only({recording.video(), recording.audio()});
    const double end = recording.find_end();
    const bool guessed = context.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE;
    // The writers of such files disagree whether the time before the first timestamp counts.
    const std::string_view container = context.iformat->name;
    const bool unclear =
        (container.starts_with("matroska") || container == "flv") && recording.origin() > late_start;
    const bool told = context.duration != AV_NOPTS_VALUE && context.duration > 0;
    if (!told || guessed || unclear) return end;
    const double declared = static_cast<double>(context.duration) / AV_TIME_BASE;
    return std::abs(declared - end) <= most_difference ? declared : end;
}

VideoInfo video_info(const AVStream& stream) {
    const AVRational rate = stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : stream.r_frame_rate;
    return {stream.codecpar->width, stream.codecpar->height, video_orientation(stream).turn,
            rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0, avcodec_get_name(stream.codecpar->codec_id)};
}

bool is_text(AVCodecID codec) {
    const AVCodecDescriptor* about = avcodec_descriptor_get(codec);
    return about != nullptr && (about->props & AV_CODEC_PROP_TEXT_SUB) != 0;
}

}  // namespace

RecordingInfo describe(Recording& recording) {
    const AVFormatContext& context = *recording.context();
    RecordingInfo info;
    info.container = context.iformat->name;
    info.container.resize(std::min(info.container.size(), info.container.find(',')));
    if (recording.video() != nullptr) info.video = video_info(*recording.video());
    if (recording.audio() != nullptr) {
        const AVCodecParameters& codec = *recording.audio()->codecpar;
        info.audio =
            AudioInfo{codec.sample_rate, codec.ch_layout.nb_channels, avcodec_get_name(codec.codec_id)};
    }
    if (!info.video && !info.audio) fail(Failure::permanent("The recording has neither video nor audio."));
    for (unsigned i = 0; i < context.nb_streams; ++i) {
        const AVStream& stream = *context.streams[i];
        if (stream.codecpar->codec_type != AVMEDIA_TYPE_SUBTITLE || !is_text(stream.codecpar->codec_id))
            continue;
        info.subtitles.push_back({static_cast<int>(i), avcodec_get_name(stream.codecpar->codec_id),
                                  tag(stream.metadata, "language")});
    }
    if (const std::string made = tag(context.metadata, "creation_time"); !made.empty())
        info.creation_time = made;
    info.duration = duration_of(recording);
    if (!(info.duration > 0))
        fail(Failure::permanent("The recording is empty: it has no video and no audio."));
    return info;
}

Outcome<RecordingInfo> probe(int fd, const MediaLimits& limits, const WorkControl& control) {
    return guarded<RecordingInfo>([&] {
        Recording recording = open_media(fd, limits, control);
        return describe(recording);
    });
}

}  // namespace lectern::media
