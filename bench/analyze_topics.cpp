// Times the analysis of a lecture's topics. The transcript is made up: its word frequencies are as uneven as
// real ones (Zipf), each quarter of an hour has its own vocabulary, and a segment lasts 4.5 seconds, as a
// speech engine makes them.
#include "domain/topics/analysis.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

using lectern::Transcript;

class Dice {
public:
    double unit() {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<double>(state_ >> 11) / 9007199254740992.0;
    }
    // The rank of a word, from 0 (often) to below `most` (rarely).
    std::size_t rank(std::size_t most) {
        return static_cast<std::size_t>(std::exp(unit() * std::log(static_cast<double>(most)))) - 1;
    }

private:
    std::uint64_t state_ = 7;
};

std::string made_up_word(std::size_t number) {
    constexpr const char* syllables[] = {"ba", "ce", "di", "fo", "gu", "la", "me",
                                         "ni", "po", "ru", "sa", "te", "vi", "zo"};
    std::string word;
    for (std::size_t rest = number + 14; rest > 0; rest /= 14)
        word += syllables[rest % 14];
    return word;
}

Transcript talk(double seconds) {
    constexpr const char* function_words[] = {"the", "of",   "and", "to",   "a",   "in",  "that", "is",
                                              "it",  "this", "we",  "have", "for", "are", "so",   "with"};
    constexpr double segment_seconds = 4.5;
    Dice dice;
    Transcript transcript;
    transcript.language = "en";
    transcript.duration = seconds;
    for (double now = 0; now + segment_seconds <= seconds; now += segment_seconds) {
        const auto part = static_cast<std::size_t>(now / 900);
        std::string text;
        for (int i = 0; i < 11; ++i) {
            if (i > 0) text += ' ';
            const double kind = dice.unit();
            if (kind < 0.6) {
                text += function_words[dice.rank(16)];
            } else {
                text += made_up_word(kind < 0.8 ? dice.rank(2000) : 10000 + part * 300 + dice.rank(300));
            }
        }
        if (dice.unit() < 0.5) text += '.';
        transcript.segments.push_back({now, now + segment_seconds, text});
        if (dice.unit() < 0.3) transcript.silences.push_back({now + 4.2, now + 4.7});
    }
    return transcript;
}

void analyze_topics(benchmark::State& state) {
    const auto transcript = talk(static_cast<double>(state.range(0)) * 3600);
    std::size_t topics = 0;
    for (auto _ : state)
        topics = lectern::topics::analyze(transcript).size();
    state.counters["segments"] = static_cast<double>(transcript.segments.size());
    state.counters["topics"] = static_cast<double>(topics);
}
BENCHMARK(analyze_topics)->ArgName("hours")->Arg(1)->Arg(2)->Arg(8)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
