#include "media/speech/transcribe_audio.hpp"

#include "media/av/bursts.hpp"
#include "media/av/decode_audio.hpp"
#include "media/av/error.hpp"
#include "media/speech/base/hallucinations.hpp"
#include "media/speech/base/heard_cues.hpp"
#include "media/speech/base/samples.hpp"
#include "media/speech/base/silence.hpp"
#include "media/speech/checkpoint.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {
namespace {

// Collects audio and passes it on in pieces that end where nobody speaks.
class Pieces {
public:
    // Throws MediaError to end the decoding.
    using Take = std::function<void(std::span<const float> piece)>;

    Pieces(double longest, Take take) : longest_(to_samples(longest)), take_(std::move(take)) {
        waiting_.reserve(longest_ + sample_rate);
    }

    void add(std::span<const float> samples) {
        waiting_.insert(waiting_.end(), samples.begin(), samples.end());
        while (waiting_.size() >= longest_) {
            const std::size_t cut = quietest_cut(waiting_, longest_ - longest_ / 4, longest_);
            take_(std::span(waiting_).first(cut));
            waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(cut));
        }
    }
    void finish() {
        if (!waiting_.empty()) take_(waiting_);
        waiting_.clear();
    }

private:
    std::size_t longest_;
    Take take_;
    std::vector<float> waiting_;
};

Outcome<> decode_in_pieces(int recording, double start, double longest, const Pieces::Take& take,
                           const SpeechOptions& options, const WorkControl& control) {
    Pieces pieces(longest, take);
    AudioFormat format;
    format.rate = sample_rate;
    format.channels = 1;
    format.start = start;
    WorkControl quiet;  // the progress of decoding is not reported
    quiet.stop = control.stop;
    auto decoded = decode_audio(
        recording, format, [&](std::span<const float> samples) { pieces.add(samples); }, options.limits,
        quiet);
    if (!decoded) return decoded;
    return guarded<void>([&] { pieces.finish(); });
}

// Whether a piece has enough sound for a word.
bool has_speech(std::span<const float> piece, const std::vector<Silence>& silences) {
    return audible_seconds(0, to_seconds(piece.size()), silences) > 0.15;
}

class Listener {
public:
    Listener(EngineSession& session, const TranscribeRequest& request, const WorkControl& control,
             Checkpoint state, double duration)
        : session_(session),
          request_(request),
          control_(control),
          state_(std::move(state)),
          duration_(duration) {}

    void take(std::span<const float> piece) {
        const double length = to_seconds(piece.size());
        const std::vector<Silence> silences = find_silences(piece);
        if (has_speech(piece, silences)) hear(piece, length, silences);
        append_silences(state_.heard.silences, silences, state_.next);
        state_.next += length;
        report(0, 0);
        if (request_.save_checkpoint) request_.save_checkpoint(to_text(state_));
    }
    Checkpoint& state() { return state_; }

private:
    void hear(std::span<const float> piece, double length, const std::vector<Silence>& silences) {
        WorkControl inner;
        inner.stop = control_.stop;
        inner.progress = [&](double fraction) { report(length, fraction); };
        auto hearing = session_.transcribe(piece, inner);
        if (!hearing) fail(hearing.error());
        if (state_.heard.language.empty()) state_.heard.language = hearing->language;
        BurstMeter meter;
        meter.add(piece);
        const std::vector<Heard> said =
            drop_hallucinations(std::move(hearing->segments), silences, length, meter.bursts());
        append_cues(state_.heard.segments, cues_of(said, silences, length), state_.next);
    }
    void report(double length, double fraction) {
        const double now = (state_.next + length * fraction) / duration_;
        reported_ = std::clamp(now, reported_, 1.0);
        control_.report(reported_);
    }

    EngineSession& session_;
    const TranscribeRequest& request_;
    const WorkControl& control_;
    Checkpoint state_;
    double duration_;
    double reported_ = 0;
};

}  // namespace

Outcome<Transcript> transcribe_audio(Engine& engine, const SpeechOptions& options,
                                     const TranscribeRequest& request, double duration,
                                     const WorkControl& control) {
    Checkpoint state = parse_checkpoint(request.checkpoint, engine.name()).value_or(Checkpoint{});
    state.heard.engine = engine.name();
    const std::string language = state.heard.language.empty() ? options.language : state.heard.language;
    auto session = engine.begin(language, control);
    if (!session) return session.error();

    const double start = state.next;
    const double longest = std::clamp(options.chunk_seconds, 5.0, engine.longest_chunk());
    Listener listener(**session, request, control, std::move(state), duration);
    auto decoded = decode_in_pieces(
        request.recording, start, longest, [&](std::span<const float> piece) { listener.take(piece); },
        options, control);
    // If no audio follows the checkpoint, the recording was already transcribed to its end: no failure.
    const bool was_finished = start > 0 && start >= duration - 0.5;
    if (!decoded && !(was_finished && decoded.error().kind == FailureKind::permanent)) return decoded.error();

    Transcript transcript = std::move(listener.state().heard);
    transcript.duration = duration;
    for (TranscriptSegment& segment : transcript.segments)
        segment.end = std::min(segment.end, duration);
    std::erase_if(transcript.segments, [&](const TranscriptSegment& s) { return s.start >= duration; });
    for (Silence& silence : transcript.silences)
        silence.end = std::min(silence.end, duration);
    std::erase_if(transcript.silences, [](const Silence& s) { return s.end <= s.start; });
    return transcript;
}

Outcome<std::vector<Silence>> find_recording_silences(int recording, const SpeechOptions& options,
                                                      double duration, const WorkControl& control) {
    std::vector<Silence> silences;
    double next = 0;
    constexpr double piece_seconds = 240;
    const auto take = [&](std::span<const float> piece) {
        append_silences(silences, find_silences(piece), next);
        next += to_seconds(piece.size());
        control.report(std::min(next / duration, 1.0));
    };
    auto decoded = decode_in_pieces(recording, 0, piece_seconds, take, options, control);
    if (!decoded) return decoded.error();
    return silences;
}

}  // namespace lectern::media
