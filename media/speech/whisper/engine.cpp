#include "media/speech/whisper/engine.hpp"

#include "media/av/bursts.hpp"
#include "media/speech/base/hallucinations.hpp"
#include "media/speech/base/samples.hpp"
#include "media/speech/base/silence.hpp"
#include "media/speech/base/spoken_sentences.hpp"
#include "media/speech/whisper/model.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <whisper.h>

namespace lectern::media {
namespace {

constexpr std::size_t shortest_piece = to_samples(0.1);  // the library ignores shorter pieces
constexpr double longest_piece = 540;                    // limits its memory for the spectrum
constexpr float usual_entropy = 2.4F;                    // of the last tokens; see transcribe()

// Admits one holder at a time. Waiting ends when stop is requested.
class Turnstile {
public:
    bool enter(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        if (!free_again_.wait(lock, stop, [this] { return !taken_; })) return false;
        return taken_ = true;
    }
    void leave() {
        {
            const std::lock_guard lock(mutex_);
            taken_ = false;
        }
        free_again_.notify_one();
    }

private:
    std::mutex mutex_;
    std::condition_variable_any free_again_;
    bool taken_ = false;
};

struct LeaveTurnstile {
    void operator()(Turnstile* turnstile) const { turnstile->leave(); }
};
using Turn = std::unique_ptr<Turnstile, LeaveTurnstile>;

Heard segment_of(whisper_state* state, int i) {
    Heard heard;
    heard.start = static_cast<double>(whisper_full_get_segment_t0_from_state(state, i)) / 100;
    heard.end = static_cast<double>(whisper_full_get_segment_t1_from_state(state, i)) / 100;
    heard.text = whisper_full_get_segment_text_from_state(state, i);
    heard.no_speech = whisper_full_get_segment_no_speech_prob_from_state(state, i);
    return heard;
}

class WhisperSession final : public EngineSession {
public:
    WhisperSession(Turn turn, whisper_context* model, WhisperState state, std::string language, int threads)
        : turn_(std::move(turn)),
          model_(model),
          state_(std::move(state)),
          language_(std::move(language)),
          threads_(threads) {}

    Outcome<Hearing> transcribe(std::span<const float> samples, const WorkControl& control) override {
        if (samples.size() < shortest_piece) return Hearing{{}, language_};
        // The library takes every repetition for a loop, and then guesses until it finds other words. So it
        // is let do so only where the audio tells that nobody repeats anything.
        auto hearing = transcribe(samples, 0, control);
        if (!hearing) return hearing;
        BurstMeter meter;
        meter.add(samples);
        if (!has_false_loops(hearing->segments, find_silences(samples), meter.bursts())) return hearing;
        return transcribe(samples, usual_entropy, control);
    }

private:
    Outcome<Hearing> transcribe(std::span<const float> samples, float least_entropy,
                                const WorkControl& control) {
        whisper_full_params params = whisper_full_default_params(WHISPER_SAMPLING_GREEDY);
        params.n_threads = threads_;
        params.language = language_.empty() ? "auto" : language_.c_str();
        params.no_context = true;
        params.entropy_thold = least_entropy;
        params.suppress_nst = true;
        params.token_timestamps = true;
        params.print_progress = false;
        params.print_realtime = false;
        params.print_timestamps = false;
        params.greedy.best_of = 1;
        params.progress_callback = [](whisper_context*, whisper_state*, int percent, void* user) {
            static_cast<const WorkControl*>(user)->report(percent / 100.0);
        };
        params.progress_callback_user_data = const_cast<WorkControl*>(&control);
        params.abort_callback = [](void* user) {
            return static_cast<const WorkControl*>(user)->stop.stop_requested();
        };
        params.abort_callback_user_data = const_cast<WorkControl*>(&control);
        params.encoder_begin_callback = [](whisper_context*, whisper_state*, void* user) {
            return !static_cast<const WorkControl*>(user)->stop.stop_requested();
        };
        params.encoder_begin_callback_user_data = const_cast<WorkControl*>(&control);

        const int rc = whisper_full_with_state(model_, state_.get(), params, samples.data(),
                                               static_cast<int>(samples.size()));
        if (control.stop.stop_requested()) return Failure::cancelled();
        if (rc != 0) {
            return Failure::transient("The speech engine failed.",
                                      "whisper_full: " + std::to_string(rc) + " " + take_whisper_complaint());
        }
        if (language_.empty()) language_ = whisper_lang_str(whisper_full_lang_id_from_state(state_.get()));
        return collect();
    }

    Hearing collect() const {
        Hearing hearing{{}, language_};
        const int segments = whisper_full_n_segments_from_state(state_.get());
        for (int i = 0; i < segments; ++i) {
            Heard whole = segment_of(state_.get(), i);
            std::vector<SpokenToken> tokens;
            double logprob = 0;
            const int count = whisper_full_n_tokens_from_state(state_.get(), i);
            for (int t = 0; t < count; ++t) {
                const whisper_token_data data = whisper_full_get_token_data_from_state(state_.get(), i, t);
                if (data.id >= whisper_token_eot(model_)) continue;  // marks, not words
                logprob += data.plog;
                tokens.push_back({static_cast<double>(data.t0) / 100, static_cast<double>(data.t1) / 100,
                                  whisper_full_get_token_text_from_state(model_, state_.get(), i, t)});
            }
            if (!tokens.empty()) whole.average_logprob = logprob / static_cast<double>(tokens.size());
            std::ranges::move(split_sentences(whole, tokens), std::back_inserter(hearing.segments));
        }
        return hearing;
    }

    Turn turn_;
    whisper_context* model_;
    WhisperState state_;
    std::string language_;
    int threads_;
};

class WhisperEngine final : public Engine {
public:
    explicit WhisperEngine(const SpeechOptions& options)
        : path_(options.model.empty() ? default_model_path() : options.model), threads_(options.threads) {
        if (threads_ < 1) threads_ = static_cast<int>(std::max(2U, std::thread::hardware_concurrency())) - 1;
    }

    std::string name() const override { return "whisper " + path_.stem().string(); }
    double longest_chunk() const override { return longest_piece; }

    std::optional<Failure> missing() const override { return missing_model(path_); }

    Outcome<std::unique_ptr<EngineSession>> begin(const std::string& language,
                                                  const WorkControl& control) override {
        if (!turnstile_.enter(control.stop)) return Failure::cancelled();
        Turn turn(&turnstile_);
        if (!model_) {
            auto loaded = load_model(path_, control);
            if (!loaded) return loaded.error();
            model_ = std::move(*loaded);
        }
        auto spoken = language_for(language);
        if (!spoken) return spoken.error();
        WhisperState state(whisper_init_state(model_.get()));
        if (!state) {
            return Failure::transient("There is not enough memory for the speech engine.",
                                      take_whisper_complaint());
        }
        return std::make_unique<WhisperSession>(std::move(turn), model_.get(), std::move(state),
                                                std::move(*spoken), threads_);
    }

private:
    Outcome<std::string> language_for(const std::string& wanted) const {
        const bool automatic = wanted.empty() || wanted == "auto";
        const int id = automatic ? -1 : whisper_lang_id(wanted.c_str());
        if (!automatic && id < 0) {
            return Failure::permanent("The speech model does not know the language \"" + wanted +
                                      "\". Set speech.language to a code like \"en\", or leave it empty.");
        }
        if (whisper_is_multilingual(model_.get()) != 0)
            return automatic ? std::string() : whisper_lang_str(id);
        if (automatic || id == whisper_lang_id("en")) return std::string("en");
        return Failure::permanent(
            "The speech model understands English only, but speech.language is \"" + wanted +
                "\". Set speech.model to a multilingual Whisper model, or use a remote engine.",
            path_.string());
    }

    std::filesystem::path path_;
    int threads_;
    Turnstile turnstile_;
    WhisperModel model_;  // used only by the holder of the turnstile
};

}  // namespace

std::unique_ptr<Engine> make_whisper_engine(const SpeechOptions& options) {
    return std::make_unique<WhisperEngine>(options);
}

}  // namespace lectern::media
