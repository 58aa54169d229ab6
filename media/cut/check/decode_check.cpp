#include "media/cut/check/decode_check.hpp"

#include "media/av/error.hpp"

#include <algorithm>

namespace lectern::media {

namespace {

constexpr int first_frames = 12;
constexpr double audio_seconds = 1;

bool is_damaged(const AVFrame& frame) {
    return (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags != 0;
}

// Decodes one stream of a clip from the place where it is read.
class Decoding {
public:
    Decoding(Recording& clip, const AVStream* stream) : clip_(clip), decoder_(clip.decoder(stream)) {
        clip_.read_only({stream});
        // Nobody looks at the frames. Errors and missing frames are seen without this filter too, which takes
        // a quarter of the time.
        decoder_->skip_loop_filter = AVDISCARD_ALL;
    }

    // The next frame; null at the end or at an error.
    const AVFrame* next() {
        for (;;) {
            clip_.throw_if_stopped();
            const int rc = avcodec_receive_frame(decoder_.get(), frame_.get());
            if (rc >= 0) return frame_.get();
            if (rc == AVERROR_EOF) return nullptr;
            if (rc != AVERROR(EAGAIN)) return broken(rc, "decode clip");
            const bool more = clip_.read(packet_.get());
            const int sent = avcodec_send_packet(decoder_.get(), more ? packet_.get() : nullptr);
            // What is not shown only prepares the decoder.
            const bool shown = more && (packet_->flags & AV_PKT_FLAG_DISCARD) == 0;
            if (sent < 0 && sent != AVERROR_EOF && shown) return broken(sent, "decode clip");
        }
    }

    const std::optional<std::string>& fault() const { return fault_; }

private:
    const AVFrame* broken(int rc, const char* what) {
        if (rc == AVERROR(ENOMEM)) check(rc, what);
        fault_ = failure_from_av(rc, what).detail;
        return nullptr;
    }

    Recording& clip_;
    CodecContext decoder_;
    Packet packet_ = make_packet();
    Frame frame_ = make_frame();
    std::optional<std::string> fault_;
};

std::optional<std::string> fault_in_frame(const AVFrame& frame, const AVCodecParameters& codec) {
    if (is_damaged(frame)) return "a frame at " + std::to_string(frame.best_effort_timestamp) + " is damaged";
    if (frame.width != codec.width || frame.height != codec.height) {
        return "a frame is " + std::to_string(frame.width) + "x" + std::to_string(frame.height) +
               ", but the clip says " + std::to_string(codec.width) + "x" + std::to_string(codec.height);
    }
    return {};
}

// At most `count` frames. `wanted` must be among them; if it is the last one, only if `count` does not end
// them before.
enum class Wanted { first, last };

std::optional<std::string> fault_in_frames(Recording& clip, int count, std::int64_t wanted, Wanted which) {
    const AVStream* stream = clip.video();
    Decoding decoding(clip, stream);
    bool seen = false;
    int frames = 0;
    while (const AVFrame* frame = decoding.next()) {
        if (auto fault = fault_in_frame(*frame, *stream->codecpar)) return fault;
        seen = seen || frame->best_effort_timestamp == wanted;
        if (++frames >= count) break;
    }
    if (decoding.fault()) return decoding.fault();
    const bool must_be_seen = which == Wanted::first || frames < count;
    if (must_be_seen && !seen) return "no decoder shows the frame at " + std::to_string(wanted);
    return {};
}

std::optional<std::string> fault_in_samples(Recording& clip, double until) {
    const AVStream* stream = clip.audio();
    Decoding decoding(clip, stream);
    bool heard = false;
    while (const AVFrame* frame = decoding.next()) {
        heard = heard || frame->nb_samples > 0;
        if (clip.to_seconds(stream, frame->best_effort_timestamp) > until) break;
    }
    if (decoding.fault()) return decoding.fault();
    return heard ? std::nullopt : std::optional<std::string>("no decoder gives audio");
}

}  // namespace

std::optional<std::string> fault_in_video(Recording& clip, std::int64_t first, std::int64_t last,
                                          int most_last) {
    clip.seek(clip.video(), Recording::before_all);
    if (auto fault = fault_in_frames(clip, first_frames, first, Wanted::first)) return fault;
    clip.seek(clip.video(), clip.to_seconds(clip.video(), last));
    return fault_in_frames(clip, most_last, last, Wanted::last);
}

std::optional<std::string> fault_in_audio(Recording& clip, double duration) {
    clip.seek(clip.audio(), Recording::before_all);
    if (auto fault = fault_in_samples(clip, audio_seconds)) return fault;
    clip.seek(clip.audio(), std::max(duration - audio_seconds, 0.0));
    return fault_in_samples(clip, duration);
}

}  // namespace lectern::media
