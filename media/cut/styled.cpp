#include "media/av/error.hpp"
#include "media/cut/audio_reader.hpp"
#include "media/cut/canvas.hpp"
#include "media/cut/clip_encoder.hpp"
#include "media/cut/frame_clock.hpp"
#include "media/cut/frames/frame_rate.hpp"
#include "media/cut/loudness.hpp"
#include "media/cut/modes.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

namespace {

constexpr double most_intro = 60;
constexpr double fade = 0.4;                // of the name, seconds
constexpr double share_of_measuring = 0.1;  // of the progress

// A range of a recording that becomes a part of the clip.
struct Part {
    int fd = -1;
    double start = 0;
    double end = 0;
    bool has_audio = false;
    bool named = false;
    LoudnessChange change;

    double length() const { return end - start; }
};

class StyledClip {
public:
    explicit StyledClip(const CutJob& job) : job_(job), style_(job.request.style) {}

    CutResult make() {
        lay_out();
        measure();
        ClipVideoFormat format;
        format.width = style_.width;
        format.height = style_.height;
        format.time_base = av_inv_q(fps_);
        format.fps = fps_;
        format.quality = style_.quality;
        format.threads = encoder_threads(job_.request);
        format.space = AVCOL_SPC_BT709;
        format.primaries = AVCOL_PRI_BT709;
        format.transfer = AVCOL_TRC_BT709;
        format.seconds = time_of(all_);
        std::optional<ClipAudioFormat> audio;
        if (has_audio_) audio = ClipAudioFormat{AudioGraph::rate, AudioGraph::channels};
        encoder_.emplace(job_.request.output_fd, format, audio, job_.control, job_.request.grow);
        if (card_frames_ > 0) put_card();
        for (const Part& part : parts_)
            put(part);
        encoder_->finish(put_);
        return {job_.request.start, static_cast<double>(put_) * av_q2d(av_inv_q(fps_)), has_audio_};
    }

private:
    std::int64_t frames_in(double seconds) const { return std::llround(seconds * av_q2d(fps_)); }
    double time_of(std::int64_t frame) const { return static_cast<double>(frame) / av_q2d(fps_); }

    void lay_out() {
        Recording recording = open_media(job_.request.source_fd, job_.limits, job_.control);
        fps_ = style_.fps > 0 ? av_d2q(style_.fps, 1001)
                              : steady_rate(recording, job_.request.start, job_.request.end);
        if (style_.intro_fd >= 0) {
            add_intro();
        } else if (!style_.title.empty()) {
            card_frames_ = frames_in(style_.title_seconds);
        }
        parts_.push_back({job_.request.source_fd,
                          job_.request.start,
                          job_.request.end,
                          recording.audio() != nullptr,
                          !style_.name.empty() && style_.name_seconds > 0,
                          {}});
        all_ = card_frames_;
        for (const Part& part : parts_) {
            has_audio_ = has_audio_ || part.has_audio;
            all_ += std::max<std::int64_t>(frames_in(part.length()), 1);
        }
    }

    void add_intro() {
        Recording intro = open_media(style_.intro_fd, job_.limits, job_.control);
        if (intro.video() == nullptr) fail(Failure::permanent("The intro clip has no video."));
        const std::int64_t length = intro.context()->duration;
        if (length == AV_NOPTS_VALUE || length <= 0) {
            fail(Failure::permanent("The intro clip does not tell its length: store it as a plain MP4."));
        }
        parts_.push_back({style_.intro_fd,
                          0,
                          std::min(static_cast<double>(length) / AV_TIME_BASE, most_intro),
                          intro.audio() != nullptr,
                          false,
                          {}});
    }

    void measure() {
        double measured = 0;
        double all = 0;
        for (const Part& part : parts_)
            all += part.length();
        for (Part& part : parts_) {
            if (part.has_audio) {
                const Loudness loudness = measure_loudness(
                    part.fd, part.start, part.end, job_.limits, job_.control, [&](double done) {
                        job_.progress(share_of_measuring * (measured + done * part.length()) / all);
                    });
                part.change = loudness_change(loudness, style_.loudness, style_.true_peak);
            }
            measured += part.length();
        }
    }

    void put_frame(const AVFrame* frame) {
        encoder_->put_frame(frame, put_++);
        job_.progress(share_of_measuring +
                      (1 - share_of_measuring) * static_cast<double>(put_) / static_cast<double>(all_));
    }

    void put_card() {
        const Frame card = title_card(style_);
        for (std::int64_t i = 0; i < card_frames_; ++i) {
            if (job_.control.stop.stop_requested()) fail(Failure::cancelled());
            put_frame(card.get());
            put_silence();
        }
    }

    // The samples that are missing until the end of the frames put so far.
    std::int64_t audio_wanted() const {
        return has_audio_ ? std::llround(time_of(put_) * AudioGraph::rate) - encoder_->audio_samples() : 0;
    }

    void put_silence() {
        const std::int64_t wanted = audio_wanted();
        if (wanted <= 0) return;
        const std::vector<float> quiet(static_cast<std::size_t>(wanted) * AudioGraph::channels, 0.0F);
        encoder_->put_audio(quiet);
    }

    void put(const Part& part) {
        Recording recording = open_media(part.fd, job_.limits, job_.control);
        recording.read_only({recording.video()});
        const double slack = std::min(0.002, 0.25 * time_of(1));
        FrameClock frames(recording, part.start,
                          {style_.width, style_.height, false, style_.fit, style_.background, {}}, slack);
        std::optional<AudioReader> audio;
        std::optional<Leveller> leveller;
        if (part.has_audio) {
            audio.emplace(part.fd, AudioFormat{AudioGraph::rate, AudioGraph::channels, part.start},
                          job_.limits, job_.control);
            leveller.emplace(part.change, style_.true_peak);
        }
        std::optional<NameTag> name;
        if (part.named) name.emplace(style_);

        const std::int64_t before = has_audio_ ? encoder_->audio_samples() : 0;
        const std::int64_t count = std::max<std::int64_t>(frames_in(part.length()), 1);
        const auto to_encoder = [&](std::span<const float> samples) { encoder_->put_audio(samples); };
        std::int64_t read = 0;
        for (std::int64_t i = 0; i < count; ++i) {
            const AVFrame* frame = frames.at(part.start + time_of(i));
            put_frame(frame, name ? &*name : nullptr, time_of(i));
            if (!audio) {
                put_silence();
                continue;
            }
            // The limiter delays samples; so the samples that were read are counted, not those that came out.
            const std::int64_t wanted = std::llround(time_of(put_) * AudioGraph::rate) - before - read;
            read += wanted;
            leveller->put(audio->read(wanted), to_encoder);
        }
        if (audio) leveller->finish(to_encoder);
        put_silence();
    }

    void put_frame(const AVFrame* frame, const NameTag* name, double seconds) {
        const double left = style_.name_seconds - seconds;
        if (name == nullptr || left <= 0) return put_frame(frame);
        const Frame drawn = writable_copy(frame);
        name->draw(drawn.get(), std::min({1.0, (seconds + time_of(1)) / fade, left / fade}));
        put_frame(drawn.get());
    }

    const CutJob& job_;
    const StyleOptions& style_;
    AVRational fps_{25, 1};
    std::int64_t card_frames_ = 0;
    std::vector<Part> parts_;
    bool has_audio_ = false;
    std::int64_t all_ = 0;  // frames of the whole clip
    std::int64_t put_ = 0;
    std::optional<ClipEncoder> encoder_;
};

}  // namespace

CutResult cut_styled(const CutJob& job) {
    return StyledClip(job).make();
}

}  // namespace lectern::media
