#include "media/cut/copy/video_copy.hpp"

#include "media/av/error.hpp"
#include "media/cut/copy/nal_units.hpp"

#include <algorithm>

namespace lectern::media {

namespace {

constexpr std::size_t most_waiting = std::size_t{256} << 20;  // bytes of packets
// Seconds. Some screen recordings have a keyframe at their start only.
constexpr double most_lead = 20;
constexpr double most_back = 2 * most_lead;  // a seek can end too late

constexpr const char* no_time = "a packet without a time";

// Whether an MP4 can hold the stream and browsers play it.
bool can_copy(AVCodecID codec) {
    switch (codec) {
        case AV_CODEC_ID_H264:
        case AV_CODEC_ID_HEVC:
        case AV_CODEC_ID_AV1:
        case AV_CODEC_ID_VP9:
            return true;
        default:
            return false;
    }
}

[[noreturn]] void refuse(const char* why) {
    fail(Failure::permanent("The video cannot be cut without encoding it: use the mode exact.", why));
}

// The packet itself counts too: there may be many empty ones.
std::size_t bytes_of(const AVPacket& packet) {
    return sizeof(packet) + data_of(packet).size();
}

Packet take(Packet& packet) {
    Packet taken = make_packet();
    av_packet_move_ref(taken.get(), packet.get());
    return taken;
}

}  // namespace

VideoCopy::VideoCopy(Recording& recording, std::int64_t end)
    : recording_(recording), stream_(recording.video()), end_(end) {
    if (!can_copy(stream_->codecpar->codec_id)) refuse(avcodec_get_name(stream_->codecpar->codec_id));
    if (extradata_of(*stream_->codecpar).size() > most_headers) refuse("its headers are too long");
    recording_.read_only({stream_});
}

VideoCopy::VideoCopy(Recording& recording, double start, std::int64_t end) : VideoCopy(recording, end) {
    recording_.seek_back(stream_, start, most_back, [&] { return found_ = look_for_start(start); });
    if (!found_) refuse("no keyframe before the start");
    if (is_far_before(start)) refuse("the keyframe before the start is far away");
    // The recording itself hides what lies before time zero.
    if (recording_.to_seconds(stream_, first_) < -av_q2d(stream_->time_base)) {
        refuse("the keyframe before the start is not shown");
    }
}

VideoCopy::VideoCopy(Recording& recording, std::int64_t from, std::int64_t latest, std::int64_t end)
    : VideoCopy(recording, end) {
    recording_.seek_back(stream_, recording_.to_seconds(stream_, from), most_back,
                         [&] { return look_for_next(from, latest); });
    if (found_ && waiting_.empty()) refuse("decoding times are not known");
}

Packet VideoCopy::next() {
    for (;;) {
        // A packet of a frame after the end waits: it is needed only if an earlier frame depends on it.
        if (needed_ > 0) {
            Packet packet = take_first();
            if ((packet->flags & AV_PKT_FLAG_DISCARD) != 0) refuse("the recording hides frames");
            if (changes_parameters(*packet, *stream_->codecpar)) refuse("the parameters of the video change");
            return packet;
        }
        Packet packet = make_packet();
        if (!read(packet)) return {};
        if (packet->pts == AV_NOPTS_VALUE || packet->dts == AV_NOPTS_VALUE) refuse(no_time);
        if (packet->dts >= end_) return {};
        keep(packet);
    }
}

// A source that begins earlier gives the packets again that were read to find the keyframe.
bool VideoCopy::read(Packet& packet) {
    do {
        const bool more =
            source_ != nullptr ? source_->read(stream_, packet.get()) : recording_.read(packet.get());
        if (!more) return false;
    } while (source_ != nullptr && packet->dts <= kept_until_);
    recording_.throw_if_stopped();
    return true;
}

// Frames that follow the keyframe but are shown before it need frames from before it: they are left out, and
// no other frame needs them.
void VideoCopy::keep(Packet& packet) {
    kept_until_ = std::max(kept_until_, packet->dts);
    if (packet->pts < first_) return;
    waiting_bytes_ += bytes_of(*packet);
    if (waiting_bytes_ > most_waiting) refuse("too much video to keep");
    if (packet->pts < end_) ++needed_;
    waiting_.push_back(take(packet));
}

Packet VideoCopy::take_first() {
    Packet packet = std::move(waiting_.front());
    waiting_.pop_front();
    waiting_bytes_ -= bytes_of(*packet);
    if (packet->pts < end_) --needed_;
    return packet;
}

void VideoCopy::drop_waiting() {
    waiting_.clear();
    waiting_bytes_ = 0;
    needed_ = 0;
    kept_until_ = INT64_MIN;
}

bool VideoCopy::is_far_before(double start) const {
    return start - recording_.to_seconds(stream_, first_) > most_lead;
}

// Reads until it is clear which keyframe is the last one at or before the start. Keeps the packets from there
// on, unless it is far away.
bool VideoCopy::look_for_start(double start) {
    const std::int64_t wanted = recording_.to_timestamp(stream_, start);
    drop_waiting();
    bool found = false;
    Packet packet = make_packet();
    while (read(packet)) {
        const bool timed = packet->pts != AV_NOPTS_VALUE;
        if (timed && packet->pts <= wanted && starts_decoding(*packet, *stream_->codecpar)) {
            drop_waiting();
            first_ = packet->pts;
            found = true;
        }
        const bool behind = packet->dts != AV_NOPTS_VALUE && packet->dts > wanted;
        if (found && !is_far_before(start)) {
            if (!timed) refuse(no_time);
            keep(packet);
        }
        if (behind) break;
    }
    return found && fill_decoding_times();
}

// Reads until the first keyframe at or after `from`, and on until its decoding time is known. Returns false
// if it has to be looked for from further back.
bool VideoCopy::look_for_next(std::int64_t from, std::int64_t latest) {
    drop_waiting();
    found_ = false;
    latest_before_ = INT64_MIN;
    Packet packet = make_packet();
    while (read(packet)) {
        if (packet->pts == AV_NOPTS_VALUE) refuse(no_time);
        if (!found_) {
            // An earlier keyframe that follows would not do either: this frame is shown after it.
            if (packet->pts > latest) return true;
            if (packet->pts < from || !starts_decoding(*packet, *stream_->codecpar)) {
                latest_before_ = std::max(latest_before_, packet->pts);
                continue;
            }
            found_ = true;
            first_ = packet->pts;
        }
        const bool decodes = packet->dts != AV_NOPTS_VALUE;
        keep(packet);
        if (decodes) return fill_decoding_times();
    }
    drop_waiting();
    return !found_;
}

// Matroska has no decoding times. After a seek the first few follow from the later ones.
bool VideoCopy::fill_decoding_times() {
    for (std::size_t i = waiting_.size(); i > 0; --i) {
        AVPacket& packet = *waiting_[i - 1];
        if (packet.dts != AV_NOPTS_VALUE) continue;
        if (i == waiting_.size()) return false;
        packet.dts = waiting_[i]->dts - std::max<std::int64_t>(packet.duration, 1);
    }
    return true;
}

}  // namespace lectern::media
