#pragma once

#include "media/cut/check/seam_check.hpp"
#include "media/cut/copy/video_copy.hpp"
#include "media/cut/copy/video_track.hpp"
#include "media/cut/modes.hpp"
#include "media/cut/smart/seam_encoder.hpp"
#include "media/cut/smart/smart_plan.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace lectern::media {

// The video of a clip whose first frames are encoded. The others are packets of its recording, from an IDR
// frame on: the join. Order of calls: prepare(), add_to(), encode() for each frame before the join,
// copy_rest(). Times are those of the clip, in unit(). Throws MediaError; a permanent Failure means that this
// clip cannot be made so.
class JoinedVideo {
public:
    // Opens the recording. `job` outlives this.
    JoinedVideo(const CutJob& job, const ClipOpening& opening);

    const Recording& recording() const { return recording_; }
    // The ticks of the recording, or halves of them.
    AVRational unit() const { return unit_; }
    // When the recording begins: the frames before are of another origin.
    std::int64_t before() const { return before_; }

    // Finds the join and opens the encoder.
    void prepare();
    std::int64_t join() const { return join_; }
    // A frame of the recording: those that are encoded have its size, format and colours. After prepare(),
    // before the first next().
    const AVFrame& like() const;
    // Adds the track, as the first one of the writer, which outlives this. `written` is told after each
    // packet when it is decoded, seconds of the clip.
    void add_to(Mp4Writer& writer, std::function<void(double)> written);

    // The recording's next frame before the join, or null; valid until the next call.
    const AVFrame* next();
    // When the frame of the last next() is shown.
    std::int64_t at() const { return before_ + check_->at(); }
    // Times must rise.
    void encode(const AVFrame* frame, std::int64_t at);
    void copy_rest();

    // Of the finished clip.
    CutResult result(bool has_audio) const;

private:
    void find_join();
    void open_encoder(const AVFrame& like);
    void require_plain(const AVFrame& frame) const;
    double seconds(std::int64_t at) const { return static_cast<double>(at) * av_q2d(unit_); }
    // Rounds up: half a tick after a timestamp is after its frame.
    std::int64_t to_ticks(std::int64_t at) const { return parts_ == 2 ? (at + 1) >> 1 : at; }
    std::int64_t join_in_recording() const { return zero_ + join_ - before_; }
    void write(AVPacket* packet);

    const CutJob& job_;
    ClipOpening opening_;
    Recording recording_;
    SmartDecision decision_;
    AVRational unit_{1, 1};
    int parts_ = 1;  // units of a tick
    std::int64_t before_ = 0;
    std::int64_t zero_ = 0;    // the start of the request, as the recording counts
    std::int64_t length_ = 0;  // of the clip
    std::int64_t join_ = 0;
    std::int64_t delay_ = 0;  // from a frame's decoding to its time
    std::optional<VideoCopy> copy_;
    std::shared_ptr<SeamCheck> check_;
    bool encodes_recording_ = false;
    std::optional<SeamEncoder> encoder_;
    std::optional<VideoTrack> track_;
    std::function<void(double)> written_;
    CopiedVideo copied_;
};

}  // namespace lectern::media
