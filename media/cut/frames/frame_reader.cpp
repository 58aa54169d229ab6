#include "media/cut/frames/frame_reader.hpp"

#include "media/av/error.hpp"

#include <climits>
#include <cmath>
#include <utility>

namespace lectern::media {

namespace {

// A seek can end too late: an index is ordered by decoding time, and streams may start with frames that need
// earlier ones. The seek is then repeated to an earlier time, at most so many seconds before.
constexpr double most_back = 255;
constexpr double short_tick = 1e-5;  // seconds; less than an audio sample

}  // namespace

FrameReader::FrameReader(Recording& recording, double start)
    : recording_(recording),
      parts_(parts_of_a_tick(*recording.video())),
      decoder_(recording.decoder(recording.video())),
      deinterlacer_(recording.video()->time_base) {
    go_before(start);
    const std::int64_t wanted = to_timestamp(start);
    // Keep the last frame at or before the start.
    has_current_ = decode(current_.get());
    while (has_current_) {
        has_ahead_ = decode(ahead_.get());
        if (!has_ahead_ || timestamp(ahead_.get()) > wanted) break;
        std::swap(current_, ahead_);
    }
}

void FrameReader::go_before(double start) {
    const AVStream* stream = recording_.video();
    const std::int64_t wanted = to_timestamp(start);
    if (start <= 0) return;
    const double target = recording_.seek_back(stream, start, most_back, [&] {
        restart();
        // A decoder that misses parameters or frames that came before shows it at once.
        return decode(current_.get()) && timestamp(current_.get()) <= wanted && !damaged_;
    });
    recording_.seek(stream, target);
    restart();
}

void FrameReader::restart() {
    avcodec_flush_buffers(decoder_.get());
    draining_ = false;
    damaged_ = false;
    last_ = INT64_MIN;
    last_given_ = INT64_MIN;
    deinterlacer_.reset();
    fields_ended_ = false;
}

double FrameReader::seconds(const AVFrame* frame) const {
    return static_cast<double>(timestamp(frame)) * av_q2d(time_base()) - recording_.origin();
}

int FrameReader::parts_of_a_tick(const AVStream& video) {
    return video.time_base.den <= INT_MAX / 2 && av_q2d(video.time_base) > short_tick ? 2 : 1;
}

std::int64_t FrameReader::to_timestamp(const Recording& recording, double seconds) {
    return std::llround((seconds + recording.origin()) / av_q2d(time_base(*recording.video())));
}

const AVFrame* FrameReader::next() {
    if (has_current_) {
        has_current_ = false;
        return current_.get();
    }
    if (has_ahead_) {
        has_ahead_ = false;
        std::swap(current_, ahead_);
        return current_.get();
    }
    return decode(current_.get()) ? current_.get() : nullptr;
}

bool FrameReader::decode(AVFrame* into) {
    for (;;) {
        av_frame_unref(into);
        if (interlaced_ && deinterlacer_.take(into)) {
            if (parts_ == 1) into->pts >>= 1;
            if (into->pts <= last_given_) continue;
            last_given_ = into->pts;
            return true;
        }
        if (!decode_whole(into)) {
            if (!interlaced_ || fields_ended_) return false;
            deinterlacer_.put(nullptr);
            fields_ended_ = true;
            continue;
        }
        into->pts = last_;
        interlaced_ = interlaced_ || into->interlaced_frame != 0;
        if (!interlaced_) {
            into->pts *= parts_;
            last_given_ = into->pts;
            return true;
        }
        deinterlacer_.put(into);
    }
}

// The next frame as the file holds it; its time is in last_.
bool FrameReader::decode_whole(AVFrame* into) {
    for (;;) {
        recording_.throw_if_stopped();
        const int rc = avcodec_receive_frame(decoder_.get(), into);
        if (rc == AVERROR_EOF) return false;
        if (rc >= 0) {
            if ((into->flags & AV_FRAME_FLAG_CORRUPT) != 0 && last_ == INT64_MIN) continue;
            if (into->best_effort_timestamp == AV_NOPTS_VALUE || into->best_effort_timestamp <= last_)
                continue;
            last_ = into->best_effort_timestamp;
            damaged_ = damaged_ || into->decode_error_flags != 0;
            return true;
        }
        // Skips damaged frames.
        if (rc != AVERROR(EAGAIN)) {
            damaged_ = true;
            if (rc != AVERROR_INVALIDDATA) check(rc, "decode frame");
            continue;
        }
        if (draining_) return false;
        if (!recording_.read(packet_.get())) {
            draining_ = true;
            avcodec_send_packet(decoder_.get(), nullptr);
            continue;
        }
        const int sent = avcodec_send_packet(decoder_.get(), packet_.get());
        if (sent == AVERROR_INVALIDDATA) damaged_ = true;
        if (sent < 0 && sent != AVERROR_INVALIDDATA && sent != AVERROR(EAGAIN)) check(sent, "decode frame");
    }
}

bool is_interlaced(const AVStream& stream) {
    const AVFieldOrder order = stream.codecpar->field_order;
    return order != AV_FIELD_UNKNOWN && order != AV_FIELD_PROGRESSIVE;
}

}  // namespace lectern::media
