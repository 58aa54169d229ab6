#include "media/speech/remote/answer.hpp"

#include "domain/base/ascii.hpp"
#include "media/speech/base/spoken_sentences.hpp"
#include "media/speech/base/tidy_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <boost/json.hpp>

namespace lectern::media {
namespace {

namespace json = boost::json;

constexpr std::size_t max_segments = 100'000;

std::optional<double> number(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr) return std::nullopt;
    double parsed = 0;
    if (value->is_number()) {
        parsed = value->to_number<double>();
    } else if (value->is_string()) {
        const std::string_view text = value->get_string();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
        if (error != std::errc()) return std::nullopt;
    } else {
        return std::nullopt;
    }
    return std::isfinite(parsed) ? std::optional(parsed) : std::nullopt;
}

std::string text(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? tidy_line(std::string_view(value->get_string()))
                                                  : std::string();
}

const json::array* list(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr ? value->if_array() : nullptr;
}

std::string language_code(std::string_view as_written) {
    std::string name = ascii::lower(as_written);
    constexpr std::array<std::array<std::string_view, 2>, 24> names = {
        {{"english", "en"},  {"vietnamese", "vi"}, {"german", "de"},     {"french", "fr"},
         {"spanish", "es"},  {"italian", "it"},    {"portuguese", "pt"}, {"dutch", "nl"},
         {"russian", "ru"},  {"ukrainian", "uk"},  {"polish", "pl"},     {"czech", "cs"},
         {"turkish", "tr"},  {"arabic", "ar"},     {"hindi", "hi"},      {"chinese", "zh"},
         {"japanese", "ja"}, {"korean", "ko"},     {"indonesian", "id"}, {"thai", "th"},
         {"swedish", "sv"},  {"danish", "da"},     {"finnish", "fi"},    {"greek", "el"}}};
    for (const auto& [full, code] : names) {
        if (name == full) return std::string(code);
    }
    name.resize(std::min(name.find_first_of("-_"), name.size()));  // "en-US"
    return name.size() == 2 || name.size() == 3 ? name : std::string();
}

struct Word {
    double start;
    double end;
    std::string text;
};

std::vector<Word> words_of(const json::object& object) {
    std::vector<Word> words;
    const json::array* array = list(object, "words");
    if (array == nullptr) return words;
    for (const json::value& item : *array) {
        const json::object* word = item.if_object();
        if (word == nullptr || words.size() >= max_segments) continue;
        const auto start = number(*word, "start");
        const auto end = number(*word, "end");
        std::string written = text(*word, "word");
        if (written.empty()) written = text(*word, "text");
        if (start && end && !written.empty()) words.push_back({*start, *end, std::move(written)});
    }
    return words;
}

// Segments from words alone: a segment ends with a sentence or before a pause.
std::vector<Heard> segments_of(const std::vector<Word>& words) {
    constexpr double pause = 1.0;
    constexpr double longest = 30;
    std::vector<Heard> segments;
    for (const Word& word : words) {
        const bool begins = segments.empty() || word.start - segments.back().end > pause ||
                            word.end - segments.back().start > longest || ends_sentence(segments.back().text);
        if (begins) {
            segments.push_back({word.start, word.end, word.text, {}, {}});
        } else {
            segments.back().text += " " + word.text;
            segments.back().end = word.end;
        }
    }
    return segments;
}

std::optional<Heard> segment_of(const json::object& object) {
    const std::vector<Word> words = words_of(object);
    Heard heard;
    heard.text = text(object, "text");
    if (heard.text.empty()) {
        for (const Word& word : words)
            heard.text += (heard.text.empty() ? "" : " ") + word.text;
    }
    std::optional<double> start = number(object, "start");
    std::optional<double> end = number(object, "end");
    // The times of words are more exact.
    if (!words.empty()) {
        start = words.front().start;
        end = words.back().end;
    }
    if (!start || !end || heard.text.empty()) return std::nullopt;
    heard.start = *start;
    heard.end = *end;
    heard.no_speech = number(object, "no_speech_prob");
    heard.average_logprob = number(object, "avg_logprob");
    return heard;
}

}  // namespace

std::optional<RemoteAnswer> parse_remote_answer(std::string_view body) {
    boost::system::error_code error;
    const json::value parsed = json::parse(body, error);
    const json::object* object = error ? nullptr : parsed.if_object();
    if (object == nullptr) return std::nullopt;
    const json::array* segments = list(*object, "segments");
    const json::value* whole = object->if_contains("text");
    if (segments == nullptr && (whole == nullptr || !whole->is_string())) return std::nullopt;

    RemoteAnswer answer;
    answer.language = language_code(text(*object, "language"));
    answer.text = text(*object, "text");
    if (segments != nullptr) {
        for (const json::value& item : *segments) {
            const json::object* segment = item.if_object();
            if (segment == nullptr || answer.segments.size() >= max_segments) continue;
            if (auto heard = segment_of(*segment)) answer.segments.push_back(std::move(*heard));
        }
    }
    if (answer.segments.empty()) answer.segments = segments_of(words_of(*object));
    return answer;
}

std::vector<Heard> spread_text(const std::string& text, double length, const std::vector<Silence>& silences) {
    std::vector<SpokenToken> tokens;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t next = std::min(text.find(' ', at + 1), text.size());
        tokens.push_back({0, 0, text.substr(at, next - at)});
        at = next;
    }
    double silent = 0;
    for (const Silence& silence : silences)
        silent += silence.end - silence.start;
    const double speech = std::max(length - silent, 0.0);
    // The time at which `spoken` seconds of speech have passed.
    const auto time_of = [&](double spoken) {
        double time = spoken;
        for (const Silence& silence : silences) {
            if (silence.start < time) time += silence.end - silence.start;
        }
        return std::min(time, length);
    };
    std::size_t bytes = 0;
    for (SpokenToken& token : tokens) {
        const double total = static_cast<double>(std::max<std::size_t>(text.size(), 1));
        // A word that would begin together with a silence begins after it.
        token.start = time_of(speech * static_cast<double>(bytes) / total + 1e-6);
        bytes += token.text.size();
        token.end = time_of(speech * static_cast<double>(bytes) / total);
    }
    if (tokens.empty()) return {};
    auto sentences = split_sentences({tokens.front().start, tokens.back().end, text}, tokens);
    for (Heard& sentence : sentences)
        sentence.tokens.clear();  // nobody told the times of words
    return sentences;
}

}  // namespace lectern::media
