#include "domain/topics/opening_text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace lectern::topics {
namespace {

constexpr std::size_t opening_words = 140;
constexpr std::size_t longest_label = 3;  // words before a colon or a bracket: "Student: Why?"

bool has_any(std::string_view marks, std::string_view wanted) {
    return marks.find_first_of(wanted) != std::string_view::npos;
}

bool has_dash(std::string_view marks) {
    constexpr std::array<std::string_view, 6> dashes{"--", " -", "- ", "—", "–", "…"};
    return std::any_of(dashes.begin(), dashes.end(),
                       [&](std::string_view dash) { return marks.find(dash) != std::string_view::npos; });
}

bool breaks_clause(std::string_view marks) {
    return has_any(marks, ",;:()[]!?.") || has_dash(marks);
}

class OpeningReader {
public:
    OpeningReader(const Words& words, const HeadlineTables& tables) : words_(words), tables_(tables) {}

    Opening read(std::size_t first, std::size_t end) {
        for (std::size_t s = first; s < end && opening_.elements.size() < opening_words; ++s)
            read_sentence(s);
        return std::move(opening_);
    }

private:
    void read_sentence(std::size_t s) {
        const auto& sentence = words_.sentences[s];
        const auto begin = opening_.elements.size();
        auto& text = opening_.text;
        for (std::uint32_t w = 0; w < sentence.size(); ++w) {
            if (w > 0 && join_contraction(sentence, w)) continue;
            const auto& word = sentence[w];
            text.ids.push_back(tables_.vocabulary.id_of(word.folded));
            opening_.elements.push_back({{static_cast<std::uint32_t>(s), w}, 1, false, false, word.content});
            mark_end(word.after);
        }
        if (opening_.elements.size() == begin) return;
        // Without full stops the end of a sentence is anywhere.
        if (words_.punctuated) text.ends_sentence.back() = true;
        mark_begins(begin, sentence);
    }

    void mark_end(const std::string& marks) {
        auto& text = opening_.text;
        text.begins_sentence.resize(text.size(), false);
        text.ends_sentence.resize(text.size(), false);
        text.is_asked.resize(text.size(), false);
        text.is_asked.back() = has_any(marks, "?");
        opening_.elements.back().ends_clause = breaks_clause(marks);
        opening_.elements.back().ends_start = has_dash(marks);
    }

    // "let s", "don 't": whether the word belongs to the word before it; then it is joined to it.
    bool join_contraction(const std::vector<Word>& sentence, std::size_t at) {
        const auto& before = sentence[at - 1];
        const bool apostrophe = before.after.find('\'') != std::string::npos;
        if (sentence[at].folded.size() > 2 || !(apostrophe || sentence[at].joined)) return false;
        const auto& clitics = tables_.clitics;
        if (std::find(clitics.begin(), clitics.end(), sentence[at].folded) == clitics.end()) return false;
        const auto id = tables_.vocabulary.id_of(before.folded + '\'' + sentence[at].folded);
        if (id == Vocabulary::unknown && !apostrophe) return false;
        opening_.text.ids.back() = id;
        ++opening_.elements.back().words;
        mark_end(sentence[at].after);
        return true;
    }

    // A sentence begins at its first word, and again behind a label and behind spoken fillers.
    void mark_begins(std::size_t begin, const std::vector<Word>& sentence) {
        auto& text = opening_.text;
        const auto end = text.size();
        text.begins_sentence[begin] = words_.punctuated || begin == 0;
        if (!text.begins_sentence[begin]) return;
        for (std::size_t w = 0; w < std::min(longest_label, sentence.size()); ++w) {
            if (has_any(sentence[w].after, ":]") && begin + w + 1 < end) {
                begin += w + 1;
                text.begins_sentence[begin] = true;
                break;
            }
        }
        while (begin < end) {
            const auto spoken = tables_.spoken_starts.longest_at(text.ids, begin);
            if (spoken == 0 || begin + spoken >= end) break;
            begin += spoken;
            text.begins_sentence[begin] = true;
        }
    }

    const Words& words_;
    const HeadlineTables& tables_;
    Opening opening_;
};

}  // namespace

Opening opening_of(const Words& words, std::size_t first, std::size_t end, const HeadlineTables& tables) {
    return OpeningReader(words, tables).read(first, end);
}

}  // namespace lectern::topics
