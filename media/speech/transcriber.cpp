#include "media/speech/transcriber.hpp"

#include "domain/base/thread_role.hpp"
#include "domain/lecture/cues.hpp"
#include "media/av/probe.hpp"
#include "media/av/stream_choice.hpp"
#include "media/av/subtitles.hpp"
#include "media/speech/base/engine.hpp"
#include "media/speech/captions/captions.hpp"
#include "media/speech/remote/engine.hpp"
#include "media/speech/transcribe_audio.hpp"
#include "media/speech/whisper/engine.hpp"

#include <stdexcept>

namespace lectern::media {
namespace {

std::unique_ptr<Engine> make_engine(const SpeechOptions& options) {
    if (options.engine == "whisper") return make_whisper_engine(options);
    if (options.engine == "remote") return make_remote_engine(options);
    throw std::invalid_argument("no speech engine is called " + options.engine);
}

class SpeechTranscriber final : public Transcriber {
public:
    explicit SpeechTranscriber(const SpeechOptions& options)
        : options_(options), engine_(make_engine(options)) {}

    std::optional<Failure> missing() const override { return engine_->missing(); }

    Outcome<Transcript> transcribe(const TranscribeRequest& request, const WorkControl& control) override {
        assert_may_block("transcribe");
        const auto info = probe(request.recording, options_.limits, control);
        if (!info) return info.error();
        Captions captions;
        if (!request.ignore_subtitles) {
            auto found = captions_of(request, *info, control);
            if (!found) return found.error();
            captions = std::move(*found);
            if (captions.complete)
                return with_silences(std::move(captions.transcript), request, *info, control);
        }
        // Some words are better than none.
        const bool some = !captions.transcript.segments.empty();
        if (some && !info->audio)
            return with_silences(std::move(captions.transcript), request, *info, control);
        if (!info->audio) {
            return Failure::permanent("The recording has no audio, so there is nothing to transcribe.");
        }
        auto heard = transcribe_audio(*engine_, options_, request, info->duration, control);
        if (heard && !captions.transcript.notice.empty())
            heard->notice = captions.transcript.notice + " The speech was transcribed instead.";
        return heard;
    }

private:
    // What the subtitles say. If they are not complete, the notice says what is wrong with them.
    struct Captions {
        Transcript transcript;
        bool complete = false;
    };

    Outcome<Captions> captions_of(const TranscribeRequest& request, const RecordingInfo& info,
                                  const WorkControl& control) const {
        Captions captions;
        captions.transcript.engine = "subtitles";
        captions.transcript.duration = info.duration;
        if (request.sidecar_subtitles) {
            if (take(captions, options_.language, parse_captions(*request.sidecar_subtitles)))
                return captions;
        }
        for (const SubtitleInfo& stream : info.subtitles) {
            if (language_rank(stream.language, options_.language) == 0) {
                if (captions.transcript.notice.empty())
                    captions.transcript.notice =
                        "The subtitles in the language \"" + stream.language + "\" were left out.";
                continue;
            }
            auto lines = read_subtitles(request.recording, stream.stream, options_.limits, control);
            if (!lines && lines.error().kind == FailureKind::cancelled) return lines.error();
            std::vector<TranscriptSegment> segments;
            if (lines) {
                for (SubtitleLine& line : *lines)
                    segments.push_back({line.start, line.end, std::move(line.text)});
            }
            const std::string language = stream.language == "eng" ? "en" : options_.language;
            if (take(captions, language, std::move(segments))) return captions;
        }
        return captions;
    }

    // True if these captions cover the recording. Else they are kept only if there are no better ones.
    static bool take(Captions& captions, const std::string& language, std::vector<TranscriptSegment> read) {
        Transcript& kept = captions.transcript;
        const double duration = kept.duration;
        std::string notice = fault_of_captions(read, duration);
        std::vector<TranscriptSegment> segments =
            fit_cues(spoken_captions(std::move(read), duration), duration);
        captions.complete = cover_the_speech(segments, duration);
        if (!captions.complete && notice.empty())
            notice = "The subtitles have too few words for this recording.";
        const bool better = kept.segments.empty() || segments.size() > kept.segments.size();
        if (captions.complete || better) {
            kept.language = language;
            kept.notice = std::move(notice);
            kept.segments = std::move(segments);
        }
        return captions.complete;
    }

    // Topics are cut in pauses; so the pauses are needed even if the words are known.
    Outcome<Transcript> with_silences(Transcript transcript, const TranscribeRequest& request,
                                      const RecordingInfo& info, const WorkControl& control) const {
        if (!info.audio) return transcript;
        auto silences = find_recording_silences(request.recording, options_, info.duration, control);
        if (silences) {
            transcript.silences = std::move(*silences);
        } else if (silences.error().kind == FailureKind::cancelled) {
            return silences.error();
        }
        return transcript;
    }

    SpeechOptions options_;
    std::unique_ptr<Engine> engine_;
};

}  // namespace

std::unique_ptr<Transcriber> make_transcriber(const SpeechOptions& options) {
    return std::make_unique<SpeechTranscriber>(options);
}

}  // namespace lectern::media
