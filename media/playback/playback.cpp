#include "media/playback/playback.hpp"

#include "media/av/error.hpp"
#include "media/av/output/mp4_boxes.hpp"
#include "media/av/recording.hpp"
#include "media/av/video_rotation.hpp"
#include "media/playback/codec_string.hpp"

#include <utility>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace lectern::media {
namespace {

bool has_plain_pixels(const AVCodecParameters& codec) {
    const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(codec.format));
    return format == nullptr ||
           (format->comp[0].depth == 8 && format->log2_chroma_w == 1 && format->log2_chroma_h == 1);
}

}  // namespace

Outcome<Playback> playback_of(int fd, const MediaLimits& limits, const WorkControl& control) {
    return guarded<Playback>([&] {
        const Recording recording = open_media(fd, limits, control);
        if (recording.video() == nullptr) fail(Failure::permanent("The recording has no video."));
        const AVStream& video = *recording.video();
        PlaybackFacts facts;
        facts.container = recording.context()->iformat->name;
        facts.container.resize(std::min(facts.container.size(), facts.container.find(',')));
        facts.video_codec = avcodec_get_name(video.codecpar->codec_id);
        facts.plain_pixels = has_plain_pixels(*video.codecpar);
        facts.index_first = facts.container != "mov" || index_first(fd);

        Playback playback;
        playback.codecs = codec_string(*video.codecpar);
        if (const AVStream* audio = recording.audio()) {
            facts.audio_codec = avcodec_get_name(audio->codecpar->codec_id);
            playback.codecs += ',' + codec_string(*audio->codecpar);
        }
        playback.mime = media_type_of(facts);
        playback.width = video.codecpar->width;
        playback.height = video.codecpar->height;
        if (video_orientation(video).lying()) std::swap(playback.width, playback.height);
        const AVRational rate = video.avg_frame_rate;
        playback.fps = rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0;
        playback.obstacle = playback_obstacle(facts);
        return playback;
    });
}

}  // namespace lectern::media
