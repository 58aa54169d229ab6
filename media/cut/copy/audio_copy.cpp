#include "media/cut/copy/audio_copy.hpp"

#include "media/cut/copy/nal_units.hpp"

#include <cmath>
#include <string>

namespace lectern::media {

namespace {

constexpr double preroll = 0.06;  // decoders need this much audio before the first sample shown
constexpr double jitter = 0.03;   // of the timestamps of good files, seconds

// Whether an MP4 can hold the stream and players know it there.
bool can_copy(AVCodecID codec) {
    switch (codec) {
        case AV_CODEC_ID_AAC:
        case AV_CODEC_ID_MP3:
        case AV_CODEC_ID_AC3:
        case AV_CODEC_ID_EAC3:
        case AV_CODEC_ID_OPUS:
        case AV_CODEC_ID_FLAC:
            return true;
        default:
            return false;
    }
}

[[noreturn]] void refuse(const std::string& why) {
    throw AudioRefused(
        Failure::permanent("The audio cannot be cut without encoding it: use the mode exact.", why));
}

// The profile, rate and channels that the header of an ADTS frame tells; nothing for other packets.
std::optional<unsigned> adts_format(const AVPacket& packet, const AVCodecParameters& codec) {
    const bool adts = codec.codec_id == AV_CODEC_ID_AAC && codec.extradata_size == 0 && packet.size >= 4 &&
                      packet.data[0] == 0xFF && (packet.data[1] & 0xF0U) == 0xF0U;
    if (!adts) return {};
    return (packet.data[2] << 8U | packet.data[3]) & 0xFDC0U;
}

}  // namespace

AudioCopy::AudioCopy(Recording& recording, SideBySide* source, double start, double end)
    : recording_(recording),
      source_(source),
      stream_(recording.audio()),
      zero_(recording.to_timestamp(stream_, start)),
      end_(recording.to_timestamp(stream_, end)),
      covered_(start) {
    if (!can_copy(stream_->codecpar->codec_id)) refuse(avcodec_get_name(stream_->codecpar->codec_id));
}

AudioCopy::AudioCopy(Recording& recording, double start, double end)
    : AudioCopy(recording, nullptr, start, end) {
    recording_.read_only({stream_});
    if (start > lead) recording_.seek(stream_, start - lead);
}

AudioCopy::AudioCopy(Recording& recording, SideBySide& source, double start, double end)
    : AudioCopy(recording, &source, start, end) {}

bool AudioCopy::read(Packet& packet) {
    return source_ != nullptr ? source_->read(stream_, packet.get()) : recording_.read(packet.get());
}

// Containers stretch the last packet before a hole, so the length is the codec's where it is known.
double AudioCopy::length_of(const AVPacket& packet) const {
    const int samples = av_get_audio_frame_duration2(stream_->codecpar, packet.size);
    if (samples > 0 && stream_->codecpar->sample_rate > 0)
        return static_cast<double>(samples) / stream_->codecpar->sample_rate;
    return static_cast<double>(packet.duration) * av_q2d(stream_->time_base);
}

void AudioCopy::check_follows(const AVPacket& packet) {
    if (changes_parameters(packet, *stream_->codecpar)) refuse("the parameters of the audio change");
    const auto format = adts_format(packet, *stream_->codecpar);
    if (begun_ && format != adts_) refuse("the parameters of the audio change");
    adts_ = format;
    const double at = recording_.to_seconds(stream_, packet.pts);
    if (begun_ ? std::abs(at - covered_) > jitter : at - covered_ > jitter) {
        refuse("audio at " + std::to_string(at) + " follows audio until " + std::to_string(covered_));
    }
    // The muxer would not take it.
    const std::int64_t decoded = packet.dts == AV_NOPTS_VALUE ? packet.pts : packet.dts;
    if (begun_ && decoded <= last_) refuse("its packets are not in order");
    last_ = decoded;
    begun_ = true;
    covered_ = at + length_of(packet);
}

Packet AudioCopy::next() {
    const std::int64_t from = zero_ - std::llround(preroll / av_q2d(stream_->time_base));
    Packet packet = make_packet();
    while (read(packet)) {
        recording_.throw_if_stopped();
        if (packet->pts == AV_NOPTS_VALUE || packet->pts + packet->duration <= from) continue;
        if (packet->pts >= end_) break;
        check_follows(*packet);
        return packet;
    }
    if (recording_.to_seconds(stream_, end_) - covered_ > jitter) refuse("the audio ends early");
    return {};
}

}  // namespace lectern::media
