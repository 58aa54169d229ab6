#include "media/av/error.hpp"
#include "media/av/video_rotation.hpp"
#include "media/cut/clip_encoder.hpp"
#include "media/cut/frame_clock.hpp"
#include "media/cut/frames/frame_rate.hpp"
#include "media/cut/frames/frame_size.hpp"
#include "media/cut/modes.hpp"
#include "media/cut/styled/canvas.hpp"
#include "media/cut/styled_audio.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

namespace {

constexpr double share_of_measuring = 0.1;  // of the progress

FrameSize size_of(const Recording& recording) {
    AVStream* video = recording.video();
    const AVRational aspect = av_guess_sample_aspect_ratio(recording.context(), video, nullptr);
    const double pixel = aspect.num > 0 && aspect.den > 0 ? av_q2d(aspect) : 0;
    return shown_size({video->codecpar->width, video->codecpar->height}, pixel,
                      video_orientation(*video).lying());
}

// A styled clip of which all is encoded, at a constant frame rate.
class StyledClip {
public:
    explicit StyledClip(const CutJob& job)
        : job_(job), style_(job.request.style), parts_(styled_parts(job)) {}

    CutResult make() {
        lay_out();
        if (parts_.have_audio()) {
            audio_.emplace(job_, parts_, time_of(before_), time_of(all_),
                           [this](double done) { job_.progress(share_of_measuring * done); });
        }
        open_encoder();
        if (parts_.intro) {
            put(*parts_.intro, before_, false);
        } else {
            put_card();
        }
        put(parts_.recording, all_ - before_, true);
        if (audio_) audio_->rest(to_encoder_);
        encoder_->finish(put_);
        return {job_.request.start, time_of(put_), audio_.has_value()};
    }

private:
    double time_of(std::int64_t frame) const { return static_cast<double>(frame) / av_q2d(fps_); }
    std::int64_t frames_in(double seconds) const {
        return seconds > 0 ? std::max<std::int64_t>(std::llround(seconds * av_q2d(fps_)), 1) : 0;
    }

    void lay_out() {
        Recording recording = open_media(job_.request.source_fd, job_.limits, job_.control);
        const FrameSize shown = size_of(recording);
        const FrameSize frame = style_.frame.value_or(shown);
        form_.width = frame.width;
        form_.height = frame.height;
        area_ = {0, 0, frame.width, frame.height};
        if (style_.fit == Fit::fit)
            area_ = area_in_box(static_cast<double>(shown.width) / shown.height, frame.width, frame.height);
        fps_ = style_.fps > 0 ? av_d2q(style_.fps, 1001)
                              : steady_rate(recording, job_.request.start, job_.request.end);
        before_ = frames_in(parts_.before());
        all_ = before_ + frames_in(parts_.recording.length());
    }

    void open_encoder() {
        ClipVideoFormat format;
        format.width = form_.width;
        format.height = form_.height;
        format.time_base = av_inv_q(fps_);
        format.fps = fps_;
        format.quality = style_.quality;
        format.threads = encoder_threads(job_.request);
        format.seconds = time_of(all_);
        format.space = form_.colours.matrix;
        format.primaries = form_.colours.primaries;
        format.transfer = form_.colours.transfer;
        std::optional<ClipAudioFormat> audio;
        if (audio_) audio = ClipAudioFormat{AudioGraph::rate, AudioGraph::channels};
        encoder_.emplace(job_.request.output_fd, format, audio, job_.control, job_.request.grow);
    }

    void put_card() {
        if (before_ == 0) return;
        const Frame card = title_card(style_, form_);
        for (std::int64_t i = 0; i < before_; ++i) {
            if (job_.control.stop.stop_requested()) fail(Failure::cancelled());
            put_frame(card.get());
        }
    }

    void put(const StyledPart& part, std::int64_t count, bool named) {
        Recording recording = open_media(part.fd, job_.limits, job_.control);
        recording.read_only({recording.video()});
        const double slack = std::min(0.002, 0.25 * time_of(1));
        FrameClock frames(
            recording, part.start,
            {form_.width, form_.height, false, style_.fit, style_.look.ground_low, form_.colours}, slack);
        std::optional<NameTag> name;
        if (named && parts_.named > 0) name.emplace(style_, form_, area_);
        for (std::int64_t i = 0; i < count; ++i) {
            const double seconds = time_of(i);
            const AVFrame* frame = frames.at(part.start + seconds);
            const double opacity = name ? name->opacity(seconds) : 0;
            if (opacity > 0) {
                put_frame(name->drawn_on(frame, opacity).get());
            } else {
                put_frame(frame);
            }
        }
    }

    void put_frame(const AVFrame* frame) {
        encoder_->put_frame(frame, put_++);
        if (audio_) audio_->until(time_of(put_), to_encoder_);
        job_.progress(share_of_measuring +
                      (1 - share_of_measuring) * static_cast<double>(put_) / static_cast<double>(all_));
    }

    const CutJob& job_;
    const StyleOptions& style_;
    StyledParts parts_;
    CanvasForm form_;
    Area area_;  // of the recording in the frame
    AVRational fps_{25, 1};
    std::int64_t before_ = 0;  // frames before those of the recording
    std::int64_t all_ = 0;     // frames of the whole clip
    std::int64_t put_ = 0;
    std::optional<StyledAudio> audio_;
    std::optional<ClipEncoder> encoder_;
    const StyledAudio::Sink to_encoder_ = [this](std::span<const float> samples) {
        encoder_->put_audio(samples);
    };
};

}  // namespace

CutResult cut_styled(const CutJob& job) {
    return StyledClip(job).make();
}

}  // namespace lectern::media
