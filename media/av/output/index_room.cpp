#include "media/av/output/index_room.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

namespace {

constexpr double more = 1.02;  // clips get a few packets more than their length says
constexpr double packets_more = 16;
constexpr double of_movie = 512;   // bytes
constexpr double of_track = 1024;  // bytes
constexpr double chunks_a_second = 2.5;
constexpr double largest_chunk = 1 << 20;  // bytes; the muxer begins another one
constexpr double of_chunk = 20;            // bytes: its position and its number of packets
constexpr double unknown_frame_rate = 30;
constexpr double longest_audio_packet = 1024;  // samples; AAC and Opus have no longer ones

double packets_a_second(const AVStream& stream) {
    const AVCodecParameters& codec = *stream.codecpar;
    if (codec.codec_type == AVMEDIA_TYPE_VIDEO)
        return stream.avg_frame_rate.num > 0 && stream.avg_frame_rate.den > 0 ? av_q2d(stream.avg_frame_rate)
                                                                              : unknown_frame_rate;
    const double samples = codec.frame_size > 0 ? codec.frame_size : longest_audio_packet;
    return codec.sample_rate / samples;
}

// What the index of a file lists of a stream.
struct Listed {
    double packets = 0;  // most within a time
    double durations = 0;
    double keyframes = 0;
};

Listed listed_within(const AVStream& stream, double seconds) {
    // Only C++ of FFmpeg 6 or later may ask this of a constant stream.
    auto* of = const_cast<AVStream*>(&stream);
    const int count = avformat_index_get_entries_count(of);
    const double span = seconds / av_q2d(stream.time_base);
    Listed listed;
    std::int64_t last = 0;
    for (int first = 0, i = 0; i < count; ++i) {
        const AVIndexEntry* entry = avformat_index_get_entry(of, i);
        while (static_cast<double>(entry->timestamp - avformat_index_get_entry(of, first)->timestamp) > span)
            ++first;
        listed.packets = std::max(listed.packets, static_cast<double>(i - first + 1));
        if ((entry->flags & AVINDEX_KEYFRAME) != 0) ++listed.keyframes;
        const std::int64_t duration =
            i + 1 < count ? avformat_index_get_entry(of, i + 1)->timestamp - entry->timestamp : last;
        if (duration != last) ++listed.durations;
        last = duration;
    }
    return listed;
}

// Some containers list only places to start from.
bool lists_all(const AVStream& stream) {
    return stream.nb_frames > 0 &&
           avformat_index_get_entries_count(const_cast<AVStream*>(&stream)) >= stream.nb_frames;
}

}  // namespace

ExpectedTrack expected_track(const AVStream& stream, double seconds, const AVStream* from) {
    const AVCodecParameters& codec = *stream.codecpar;
    ExpectedTrack expected;
    expected.packets = seconds * packets_a_second(stream);
    expected.headers = static_cast<std::size_t>(std::max(codec.extradata_size, 0));
    expected.reordered = codec.video_delay > 0;
    expected.chunks = seconds * (chunks_a_second + static_cast<double>(codec.bit_rate) / 8 / largest_chunk);
    const bool video = codec.codec_type == AVMEDIA_TYPE_VIDEO;
    if (from != nullptr && lists_all(*from)) {
        const Listed listed = listed_within(*from, seconds);
        expected.packets = listed.packets;
        expected.durations = std::min(listed.durations, listed.packets);
        expected.keyframes = std::min(listed.keyframes, listed.packets);
    } else {
        // Copied times may be rounded, and encoded ones are those of the recording.
        const bool steady =
            from == nullptr && (!video || av_cmp_q(av_inv_q(stream.avg_frame_rate), stream.time_base) == 0);
        expected.durations = steady ? 1 : expected.packets;
        expected.keyframes = seconds + 1;
    }
    if (!video) expected.keyframes = 0;
    return expected;
}

std::int64_t index_room(std::span<const ExpectedTrack> tracks) {
    double bytes = of_movie;
    for (const ExpectedTrack& track : tracks) {
        const double packets = track.packets * more + packets_more;
        bytes += of_track + static_cast<double>(track.headers);
        bytes += packets * (track.reordered ? 4 + 8 : 4);
        bytes += 8 * (track.durations * more + packets_more) + 4 * (track.keyframes * more + packets_more);
        bytes += of_chunk * (track.chunks * more + packets_more);
    }
    return std::llround(bytes);
}

}  // namespace lectern::media
