#include "media/speech/transcriber.hpp"

#include "domain/base/thread_role.hpp"
#include "media/av/probe.hpp"
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

// "eng" in files is "en" in options: comparing two letters is enough.
bool may_be(const std::string& stream_language, const std::string& wanted) {
    return wanted.empty() || wanted == "auto" || stream_language.empty() || stream_language == "und" ||
           stream_language.starts_with(wanted.substr(0, 2));
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
        if (!request.ignore_subtitles) {
            auto captions = captions_of(request, *info, control);
            if (!captions) return captions.error();
            if (!captions->segments.empty())
                return with_silences(std::move(*captions), request, *info, control);
        }
        if (!info->audio) {
            return Failure::permanent("The recording has no audio, so there is nothing to transcribe.");
        }
        return transcribe_audio(*engine_, options_, request, info->duration, control);
    }

private:
    // Without segments if the recording has no text that covers it.
    Outcome<Transcript> captions_of(const TranscribeRequest& request, const RecordingInfo& info,
                                    const WorkControl& control) const {
        Transcript transcript;
        transcript.engine = "subtitles";
        transcript.duration = info.duration;
        if (request.sidecar_subtitles) {
            transcript.language = options_.language;
            transcript.segments = spoken_captions(parse_captions(*request.sidecar_subtitles), info.duration);
            if (cover_the_speech(transcript.segments, info.duration)) return transcript;
        }
        for (const SubtitleInfo& stream : info.subtitles) {
            if (!may_be(stream.language, options_.language)) continue;
            auto lines = read_subtitles(request.recording, stream.stream, options_.limits, control);
            if (!lines && lines.error().kind == FailureKind::cancelled) return lines.error();
            if (!lines) continue;  // broken subtitles: transcribe the audio
            std::vector<TranscriptSegment> captions;
            for (SubtitleLine& line : *lines)
                captions.push_back({line.start, line.end, std::move(line.text)});
            transcript.segments = spoken_captions(std::move(captions), info.duration);
            transcript.language = stream.language == "eng" ? "en" : options_.language;
            if (cover_the_speech(transcript.segments, info.duration)) return transcript;
        }
        transcript.segments.clear();
        return transcript;
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
