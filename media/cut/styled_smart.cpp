#include "media/av/output/encoder_named.hpp"
#include "media/av/video_rotation.hpp"
#include "media/cut/audio/audio_encoder.hpp"
#include "media/cut/clip_audio.hpp"
#include "media/cut/frame_shaper.hpp"
#include "media/cut/joined_video.hpp"
#include "media/cut/modes.hpp"
#include "media/cut/styled/canvas.hpp"
#include "media/cut/styled_audio.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

namespace {

constexpr double share_of_measuring = 0.3;  // of the progress
constexpr double card_step = 0.2;           // seconds from frame to frame of the title card

// A styled clip that keeps the frames of its recording: its title and the frames up to an IDR frame behind
// the name are encoded, the others are copied.
class SmartStyledClip {
public:
    explicit SmartStyledClip(const CutJob& job)
        : job_(job),
          style_(job.request.style),
          parts_(styled_parts(job)),
          video_(job, {parts_.before(), parts_.named}) {}

    CutResult make() {
        video_.prepare();
        const double before = static_cast<double>(video_.before()) * av_q2d(video_.unit());
        const double length = before + job_.length();
        if (parts_.have_audio()) {
            audio_.emplace(job_, parts_, before, length,
                           [this](double done) { job_.progress(share_of_measuring * done); });
        }
        Mp4Writer writer(job_.request.output_fd, job_.control, job_.request.grow);
        video_.add_to(writer, [&](double at) {
            if (audio_) audio_->until(at, to_encoder_);
            job_.progress(share_of_measuring + (1 - share_of_measuring) * at / length);
        });
        if (audio_) {
            audio_encoder_.emplace(ClipAudioFormat{AudioGraph::rate, AudioGraph::channels},
                                   [&](AVPacket* packet) {
                                       writer.write(packet, clip_audio_track, audio_encoder_->time_base());
                                   });
            add_encoded(writer, audio_encoder_->context());
        }
        writer.start(length);
        form_ = form_of(video_.like());
        parts_.intro ? put_intro() : put_card();
        put_recording();
        video_.copy_rest();
        if (audio_) {
            audio_->rest(to_encoder_);
            audio_encoder_->finish();
        }
        writer.finish(length);
        return video_.result(audio_.has_value());
    }

private:
    std::int64_t to_units(double seconds) const { return std::llround(seconds / av_q2d(video_.unit())); }
    double seconds(std::int64_t units) const { return static_cast<double>(units) * av_q2d(video_.unit()); }

    // It stands still, so few frames do.
    void put_card() {
        if (video_.before() == 0) return;
        const Frame card = title_card(style_, form_);
        const std::int64_t step = std::max<std::int64_t>(to_units(card_step), 1);
        for (std::int64_t at = 0; at < video_.before(); at += step)
            video_.encode(card.get(), at);
    }

    void put_intro() {
        Recording intro = open_media(parts_.intro->fd, job_.limits, job_.control);
        intro.read_only({intro.video()});
        ClipFrames frames(intro, parts_.intro->start, parts_.intro->end);
        FrameShaper shaper(
            {form_.width, form_.height, false, style_.fit, style_.look.ground_low, form_.colours},
            video_orientation(*intro.video()));
        std::int64_t last = -1;
        while (const AVFrame* frame = frames.next()) {
            const std::int64_t at = av_rescale_q(frames.at(), frames.time_base(), video_.unit());
            if (at <= last || at >= video_.before()) continue;
            video_.encode(labelled(shaper.shape(frame), form_).get(), at);
            last = at;
        }
    }

    void put_recording() {
        std::optional<NameTag> name;
        if (parts_.named > 0) name.emplace(style_, form_, Area{0, 0, form_.width, form_.height});
        Frame frame = next_frame();
        while (frame) {
            const std::int64_t at = video_.at();
            Frame following = next_frame();
            const std::int64_t until = following ? video_.at() : video_.join();
            put(frame.get(), at, name ? &*name : nullptr);
            if (name) put_again(frame.get(), at, until, *name);
            frame = std::move(following);
        }
    }

    Frame next_frame() {
        const AVFrame* frame = video_.next();
        return frame != nullptr ? shared_frame(frame) : Frame();
    }

    void put(const AVFrame* frame, std::int64_t at, const NameTag* name) {
        const double opacity = name != nullptr ? name->opacity(seconds(at - video_.before())) : 0;
        if (opacity > 0) {
            video_.encode(name->drawn_on(frame, opacity).get(), at);
        } else {
            video_.encode(frame, at);
        }
    }

    // The name comes and goes also while a slide stands.
    void put_again(const AVFrame* frame, std::int64_t at, std::int64_t until, const NameTag& name) {
        const std::int64_t shortest = to_units(NameTag::step);
        for (const double change : name.changes()) {
            const std::int64_t then = video_.before() + to_units(change);
            if (then > at && then + shortest < until) put(frame, then, &name);
        }
    }

    const CutJob& job_;
    const StyleOptions& style_;
    StyledParts parts_;
    JoinedVideo video_;
    CanvasForm form_;
    std::optional<StyledAudio> audio_;
    std::optional<AudioEncoder> audio_encoder_;
    const StyledAudio::Sink to_encoder_ = [this](std::span<const float> samples) {
        audio_encoder_->put(samples);
    };
};

}  // namespace

CutResult cut_styled_smart(const CutJob& job) {
    return SmartStyledClip(job).make();
}

}  // namespace lectern::media
