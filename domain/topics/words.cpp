#include "domain/topics/words.hpp"

#include "domain/base/ascii.hpp"
#include "domain/topics/stop_words.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <utility>

#include <libstemmer.h>
#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace lectern::topics {
namespace {

// A longer "word" is an address, a hash or noise and never the subject of a talk.
constexpr int longest_word = 40;  // UTF-16 units
// A text with a larger share of English function words is English. English text has about 0.4; text in
// another language, which has some of these words by chance, has far less.
constexpr double english_share = 0.25;
// For languages without a list of stop words: a word that stands in more than 1 of so many sentences is a
// function word.
constexpr std::size_t common_share = 6;
constexpr std::size_t sentences_to_judge = 30;
constexpr double most_common = 0.6;  // function words are at most this share of a text

struct StemmerDeleter {
    void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, StemmerDeleter>;

std::string language_code(std::string_view language) {
    const std::string code = ascii::lower(language.substr(0, language.find_first_of("-_")));
    if (code == "english") return "en";
    if (code == "vietnamese") return "vi";
    return code;
}

std::string utf8(const icu::UnicodeString& text) {
    std::string bytes;
    text.toUTF8String(bytes);
    return bytes;
}

bool is_number(const icu::UnicodeString& word) {
    for (int32_t at = 0; at < word.length(); at = word.moveIndex32(at, 1)) {
        if (u_isalpha(word.char32At(at))) return false;
    }
    return true;
}

class Splitter {
public:
    explicit Splitter(const std::string& language) {
        UErrorCode status = U_ZERO_ERROR;
        breaks_.reset(icu::BreakIterator::createWordInstance(icu::Locale(language.c_str()), status));
        if (U_FAILURE(status))
            throw std::runtime_error(std::string("ICU word rules: ") + u_errorName(status));
    }

    std::vector<Word> split(const std::string& text) {
        auto unicode = icu::UnicodeString::fromUTF8(text);
        unicode.findAndReplace(u"\u2019", u"'");
        breaks_->setText(unicode);
        std::vector<Word> words;
        bool joined = false;
        bool spaced = false;
        for (int32_t from = breaks_->first(), to = breaks_->next(); to != icu::BreakIterator::DONE;
             from = to, to = breaks_->next()) {
            icu::UnicodeString piece(unicode, from, to - from);
            if (breaks_->getRuleStatus() < UBRK_WORD_NONE_LIMIT) {
                for (int32_t at = 0; at < piece.length(); at = piece.moveIndex32(at, 1)) {
                    const bool white = u_isUWhiteSpace(piece.char32At(at)) != 0;
                    joined = joined && white;
                    spaced = spaced || white;
                }
                if (!words.empty()) words.back().after += utf8(piece);
                continue;
            }
            Word word;
            word.surface = utf8(piece);
            word.content = piece.length() <= longest_word && !is_number(piece);
            word.joined = joined;
            word.spaced = spaced;
            word.folded = utf8(piece.foldCase());
            words.push_back(std::move(word));
            joined = true;
            spaced = false;
        }
        return words;
    }

private:
    std::unique_ptr<icu::BreakIterator> breaks_;
};

bool looks_english(const std::vector<std::vector<Word>>& sentences) {
    const StopWords english_words(english);
    std::size_t stops = 0;
    std::size_t all = 0;
    for (const auto& sentence : sentences) {
        for (const auto& word : sentence) {
            stops += english_words.contains(word.folded);
            ++all;
        }
    }
    return static_cast<double>(stops) > english_share * static_cast<double>(all);
}

bool most_end_at_stops(const std::vector<std::vector<Word>>& sentences) {
    constexpr std::string_view ascii_stops = ".!?";
    constexpr std::array<std::string_view, 4> other_stops{"…", "。", "！", "？"};
    std::size_t ended = 0;
    for (const auto& sentence : sentences) {
        if (sentence.empty()) continue;
        const std::string_view after = sentence.back().after;
        ended += after.find_first_of(ascii_stops) != std::string_view::npos ||
                 std::any_of(other_stops.begin(), other_stops.end(), [&](std::string_view stop) {
                     return after.find(stop) != std::string_view::npos;
                 });
    }
    return ended * 2 > sentences.size();
}

void drop_stop_phrases(std::vector<Word>& sentence, const StopWords& stop_words) {
    std::vector<std::string_view> folded;
    folded.reserve(sentence.size());
    for (const auto& word : sentence)
        folded.push_back(word.folded);
    const auto inside = stop_words.in_phrases(folded);
    for (std::size_t i = 0; i < sentence.size(); ++i)
        sentence[i].content = sentence[i].content && !inside[i];
}

// For a language without a list of stop words.
void drop_common(Words& words) {
    if (words.sentences.size() < sentences_to_judge) return;
    std::vector<std::size_t> sentences(words.stems, 0);
    std::vector<std::size_t> last(words.stems, 0);
    for (std::size_t s = 0; s < words.sentences.size(); ++s) {
        for (const auto& word : words.sentences[s]) {
            if (last[word.stem] == s + 1) continue;
            last[word.stem] = s + 1;
            ++sentences[word.stem];
        }
    }
    std::size_t all = 0;
    std::size_t dropped = 0;
    for (std::size_t stem = 0; stem < words.stems; ++stem) {
        all += sentences[stem];
        if (sentences[stem] * common_share > words.sentences.size()) dropped += sentences[stem];
    }
    // In a text that says the same again and again, all words are common; then none is dropped.
    if (static_cast<double>(dropped) > most_common * static_cast<double>(all)) return;
    for (auto& sentence : words.sentences) {
        for (auto& word : sentence) {
            if (sentences[word.stem] * common_share > words.sentences.size()) word.content = false;
        }
    }
}

// A single ASCII letter means nothing. In other scripts one character can be a word.
bool is_lone_letter(const std::string& folded) {
    return folded.size() == 1;
}

std::string stem_of(sb_stemmer* stemmer, const std::string& folded) {
    if (stemmer == nullptr) return folded;
    const auto* stem = sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(folded.data()),
                                       static_cast<int>(folded.size()));
    if (stem == nullptr) throw std::bad_alloc();
    return {reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

}  // namespace

Words split_words(const std::vector<Sentence>& sentences, std::string_view language) {
    Words words;
    words.language = language_code(language);
    Splitter splitter(words.language);
    words.sentences.reserve(sentences.size());
    for (const auto& sentence : sentences)
        words.sentences.push_back(splitter.split(sentence.text));
    if (words.language.empty() && looks_english(words.sentences)) words.language = "en";
    words.punctuated = most_end_at_stops(words.sentences);
    const StopWords stop_words(language_of(words.language));

    const Stemmer stemmer(words.language.empty() ? nullptr : sb_stemmer_new(words.language.c_str(), "UTF_8"));
    std::unordered_map<std::string, std::pair<StemId, bool>>
        known;  // folded word -> its stem, and whether it is content
    std::unordered_map<std::string, StemId> ids;
    for (auto& sentence : words.sentences) {
        for (auto& word : sentence) {
            auto [place, added] = known.try_emplace(word.folded);
            if (added) {
                auto& [stem, content] = place->second;
                stem = ids.try_emplace(word.content ? stem_of(stemmer.get(), word.folded) : word.folded,
                                       static_cast<StemId>(ids.size()))
                           .first->second;
                content = word.content && !is_lone_letter(word.folded) && !stop_words.contains(word.folded);
            }
            word.stem = place->second.first;
            word.content = place->second.second;
        }
        drop_stop_phrases(sentence, stop_words);
    }
    words.stems = static_cast<std::uint32_t>(ids.size());
    if (!stop_words.exist()) drop_common(words);
    return words;
}

}  // namespace lectern::topics
