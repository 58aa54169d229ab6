#include "media/av/error.hpp"
#include "media/av/mp4_writer.hpp"
#include "media/av/recording.hpp"
#include "media/cut/modes.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <new>
#include <optional>
#include <vector>

namespace lectern::media {

namespace {

constexpr double standing = 0.1;        // seconds; the first frame may be so late
constexpr double audio_preroll = 0.06;  // decoders need this much audio before the first sample shown
constexpr std::size_t most_waiting = std::size_t{256} << 20;
constexpr int most_steps_back = 8;

// Whether an MP4 can hold the stream and browsers play it.
bool copies(const AVStream* stream) {
    switch (stream->codecpar->codec_id) {
        case AV_CODEC_ID_H264:
        case AV_CODEC_ID_HEVC:
        case AV_CODEC_ID_AV1:
        case AV_CODEC_ID_VP9:
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

Packet take(Packet& packet) {
    Packet taken = make_packet();
    av_packet_move_ref(taken.get(), packet.get());
    return taken;
}

// The video packets of a recording, from the last keyframe at or before the start.
class VideoCopy {
public:
    VideoCopy(Recording& recording, double start) : recording_(recording), stream_(recording.video()) {
        recording_.read_only({stream_});
        start_ = recording_.to_timestamp(stream_, start);
        double target = start > 0 ? start : Recording::before_all;
        double step = 1;
        for (int i = 0; i < most_steps_back && !found_; ++i) {
            recording_.seek(stream_, target);
            look_for_start();
            if (target <= 0) break;
            target = target - step > 0 ? target - step : Recording::before_all;
            step *= 2;
        }
        found_ = found_ && first_ != INT64_MAX &&
                 static_cast<double>(first_ - start_) * av_q2d(stream_->time_base) <= standing;
    }

    bool found() const { return found_; }
    std::int64_t first() const { return first_; }  // timestamp of the first frame to show

    // The next packet that a frame before `end` (a timestamp) needs; null after the last one.
    Packet next(std::int64_t end) {
        for (;;) {
            // A packet of a frame after `end` waits: it is needed only if an earlier frame depends on it.
            const bool needed = std::any_of(waiting_.rbegin(), waiting_.rend(),
                                            [end](const Packet& packet) { return packet->pts < end; });
            if (needed) {
                Packet packet = std::move(waiting_.front());
                waiting_.pop_front();
                return packet;
            }
            Packet packet = make_packet();
            if (!read(packet) || packet->pts == AV_NOPTS_VALUE || packet->dts == AV_NOPTS_VALUE ||
                packet->dts >= end) {
                return {};
            }
            waiting_.push_back(std::move(packet));
        }
    }

private:
    bool read(Packet& packet) {
        if (!recording_.read(packet.get())) return false;
        recording_.throw_if_stopped();
        return true;
    }

    void look_for_start() {
        waiting_.clear();
        found_ = false;
        first_ = INT64_MAX;
        std::size_t bytes = 0;
        Packet packet = make_packet();
        while (read(packet)) {
            if (packet->pts == AV_NOPTS_VALUE) break;
            if ((packet->flags & AV_PKT_FLAG_KEY) != 0 && packet->pts <= start_) {
                waiting_.clear();
                bytes = 0;
                found_ = true;
            }
            if (!found_) return;
            if (packet->pts >= start_) first_ = std::min(first_, packet->pts);
            bytes += static_cast<std::size_t>(packet->size);
            const bool enough = first_ != INT64_MAX && packet->dts != AV_NOPTS_VALUE && packet->dts >= first_;
            waiting_.push_back(take(packet));
            if (enough || bytes > most_waiting) break;
        }
        found_ = found_ && bytes <= most_waiting && fill_decoding_times();
    }

    // Matroska has no decoding times. After a seek the first few follow from the later ones.
    bool fill_decoding_times() {
        for (std::size_t i = waiting_.size(); i > 0; --i) {
            AVPacket& packet = *waiting_[i - 1];
            if (packet.dts != AV_NOPTS_VALUE) continue;
            if (i == waiting_.size()) return false;
            packet.dts = waiting_[i]->dts - std::max<std::int64_t>(packet.duration, 1);
        }
        return true;
    }

    Recording& recording_;
    const AVStream* stream_;
    std::int64_t start_ = 0;
    std::int64_t first_ = INT64_MAX;
    bool found_ = false;
    std::deque<Packet> waiting_;
};

// The audio packets of a recording from a media time on.
class AudioCopy {
public:
    AudioCopy(Recording& recording, double start) : recording_(recording), stream_(recording.audio()) {
        recording_.read_only({stream_});
        if (start > 1) recording_.seek(stream_, start - 1);
        from_ = recording_.to_timestamp(stream_, start - audio_preroll);
    }

    Packet next(std::int64_t end) {
        Packet packet = make_packet();
        while (recording_.read(packet.get())) {
            if (packet->pts == AV_NOPTS_VALUE || packet->pts + packet->duration <= from_) continue;
            if (packet->pts >= end) return {};
            return packet;
        }
        return {};
    }

private:
    Recording& recording_;
    const AVStream* stream_;
    std::int64_t from_ = 0;
};

// Gives a packet the times of the clip. Edits of the recording do not apply to the clip.
void retime(AVPacket* packet, std::int64_t zero) {
    packet->pts -= zero;
    packet->dts = packet->dts == AV_NOPTS_VALUE ? packet->pts : packet->dts - zero;
    packet->flags &= ~AV_PKT_FLAG_DISCARD;
    av_packet_free_side_data(packet);
}

}  // namespace

CutResult cut_fast(const CutJob& job) {
    Recording video_source = open_media(job.request.source_fd, job.limits, job.control);
    video_source.context()->flags |= AVFMT_FLAG_GENPTS;
    const AVStream* video = video_source.video();
    const bool has_audio = video_source.audio() != nullptr;
    if (!copies(video) || (has_audio && !copies(video_source.audio()))) return cut_exact(job);
    VideoCopy video_copy(video_source, job.request.start);
    if (!video_copy.found()) return cut_exact(job);

    // Video and audio start together with the first frame.
    const double start = video_source.to_seconds(video, video_copy.first());
    const double length = job.request.end - start;
    const std::int64_t video_end = video_source.to_timestamp(video, job.request.end);
    Mp4Writer writer(job.request.output_fd, job.control);
    writer.add_copy(video);
    std::optional<Recording> audio_source;
    std::optional<AudioCopy> audio_copy;
    Packet audio_packet;
    std::int64_t audio_zero = 0;
    std::int64_t audio_end = 0;
    if (has_audio) {
        audio_source.emplace(open_media(job.request.source_fd, job.limits, job.control));
        audio_copy.emplace(*audio_source, start);
        audio_zero = audio_source->to_timestamp(audio_source->audio(), start);
        audio_end = audio_source->to_timestamp(audio_source->audio(), job.request.end);
        writer.add_copy(audio_source->audio());
        audio_packet = audio_copy->next(audio_end);
    }
    writer.start();

    const auto write_audio_until = [&](double seconds) {
        while (audio_packet && audio_source->to_seconds(audio_source->audio(), audio_packet->pts) < seconds) {
            retime(audio_packet.get(), audio_zero);
            writer.write(audio_packet.get(), 1, audio_source->audio()->time_base);
            audio_packet = audio_copy->next(audio_end);
        }
    };
    while (Packet packet = video_copy.next(video_end)) {
        const double at = video_source.to_seconds(video, packet->dts);
        // Any frame may be the last one, and the last one is shown until the end.
        packet->duration = std::max<std::int64_t>(video_end - packet->dts, 1);
        retime(packet.get(), video_copy.first());
        writer.write(packet.get(), 0, video->time_base);
        write_audio_until(at);
        job.progress((at - start) / length);
    }
    write_audio_until(job.request.end);
    writer.finish(length);
    return {length, has_audio};
}

}  // namespace lectern::media
