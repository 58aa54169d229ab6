#include "domain/lecture/playback.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace lectern {
namespace {

bool is_one_of(const std::string& name, std::span<const std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 3> mp4_video{"h264", "vp9", "av1"};
constexpr std::array<std::string_view, 5> mp4_audio{"", "aac", "mp3", "opus", "flac"};
constexpr std::array<std::string_view, 3> webm_video{"vp8", "vp9", "av1"};
constexpr std::array<std::string_view, 3> webm_audio{"", "opus", "vorbis"};

bool is_webm(const PlaybackFacts& facts) {
    return facts.container == "matroska" && is_one_of(facts.video_codec, webm_video) &&
           is_one_of(facts.audio_codec, webm_audio);
}

}  // namespace

std::string media_type_of(const PlaybackFacts& facts) {
    if (facts.container == "mov") return "video/mp4";
    if (is_webm(facts)) return "video/webm";
    if (facts.container == "matroska") return "video/x-matroska";
    if (facts.container == "mpegts") return "video/mp2t";
    if (facts.container == "avi") return "video/x-msvideo";
    if (facts.container == "ogg") return "video/ogg";
    return "application/octet-stream";
}

std::string playback_obstacle(const PlaybackFacts& facts) {
    const bool in_mp4 = facts.container == "mov";
    if (!is_one_of(facts.video_codec, mp4_video) && !is_one_of(facts.video_codec, webm_video))
        return "Browsers do not play this kind of video (" + facts.video_codec + ").";
    if (!facts.plain_pixels)
        return "Not all browsers play video with more than 8 bits a sample or with full colour resolution.";
    if (!is_one_of(facts.audio_codec, mp4_audio) && !is_one_of(facts.audio_codec, webm_audio))
        return "Browsers do not play this kind of audio (" + facts.audio_codec + ").";
    if (!in_mp4 && !is_webm(facts))
        return "Not all browsers play this kind of file (" + facts.container + ").";
    if (in_mp4 && (!is_one_of(facts.video_codec, mp4_video) || !is_one_of(facts.audio_codec, mp4_audio)))
        return "Not all browsers play these codecs in an MP4 file (" + facts.video_codec + ", " +
               facts.audio_codec + ").";
    if (in_mp4 && !facts.index_first) return "The index is at the end of the file, so that it starts late.";
    return "";
}

}  // namespace lectern
