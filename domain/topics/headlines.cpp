#include "domain/topics/headlines.hpp"

#include "domain/topics/opening_text.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <optional>

namespace lectern::topics {
namespace {

constexpr std::size_t longest_headline = 9;        // words
constexpr std::size_t longest_in_syllables = 13;   // of a language that writes syllables
constexpr std::size_t longest_title_sentence = 8;  // words of a sentence without a verb that may be a title
constexpr double title_sentence_weight = 3;
constexpr std::size_t title_sentences = 3;  // only the first sentences can be such a title
constexpr double unsteady = 0.7;            // factor of a clause with an auxiliary verb
constexpr std::size_t shortest_counted = 3;
constexpr double key_strength = 0.5;   // least strength of one word of a headline,
constexpr double key_in_title = 0.59;  // and of a title: nobody announced it
constexpr double announced = 1.4;      // factor: "today", "in this video"
constexpr double late = 0.5;           // factor at the end of the opening; 1 at its beginning

// Built once for each language, and kept until the end. Null for a language without rules. Any thread.
const HeadlineTables* tables_of(const Language& language) {
    static std::mutex mutex;
    static std::map<const Language*, HeadlineTables> known;
    if (language.announcements == nullptr) return nullptr;
    const std::lock_guard lock(mutex);
    return &known.try_emplace(&language, language, *language.announcements).first->second;
}

struct Subject {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view form;
    SubjectKind kind = SubjectKind::phrase;
};

// Finds the words of a subject inside the words behind a rule, and judges them.
class SubjectReader {
public:
    SubjectReader(const Opening& opening, const HeadlineTables& tables, const Words& words,
                  const Nouns& nouns, const StemCounts& counts, bool syllables)
        : opening_(opening),
          tables_(tables),
          words_(words),
          nouns_(nouns),
          counts_(counts),
          longest_(syllables ? longest_in_syllables : longest_headline) {}

    std::optional<Subject> read(const RuleMatch& match) const {
        if (match.rule->early && sentence_of(match.first) >= title_sentences) return std::nullopt;
        Subject subject{match.begin, match.end, match.rule->form, match.rule->kind};
        if (subject.form == "*") enter_clause(subject);
        // A question keeps its article: "What is the Krebs cycle?"
        if (subject.form == "*") drop_leads(subject);
        if (subject.form == "*") enter_naming(subject);
        if (match.open) {
            subject.end = clause_end(subject);
        } else if (clause_end(subject) < match.end) {
            return std::nullopt;  // the rest of the pattern is in another clause
        }
        if (is_put_off(match.first, subject.end)) return std::nullopt;
        drop_tails(subject);
        if (subject.end > subject.begin + longest_) shorten(subject);
        if (!is_sound(subject)) return std::nullopt;
        return subject;
    }

    // The first sentences can be a title as they are: "The pipeline function."
    std::optional<Subject> title_sentence(std::size_t begin) const {
        Subject subject{begin, begin, "*", SubjectKind::phrase};
        std::size_t end = begin;
        while (end < size() && !opening_.text.ends_sentence[end] && !opening_.elements[end].ends_start)
            ++end;
        if (end == size() || opening_.text.is_asked[end]) return std::nullopt;
        if (end + 1 - begin > longest_title_sentence) return std::nullopt;
        subject.end = clause_end(subject);
        for (std::size_t at = begin; at <= end; ++at) {
            if (tables_.verbs.contains(id(at)) || tables_.small_talk.contains(id(at))) return std::nullopt;
        }
        drop_tails(subject);
        if (subject.end <= subject.begin || has_verb_form(subject)) return std::nullopt;
        if (!is_sound(subject, true)) return std::nullopt;
        return subject;
    }

    double score(const Subject& subject, double weight, std::size_t first) const {
        double sum = 0;
        double best = 0;
        std::size_t content = 0;
        for (std::size_t at = subject.begin; at < subject.end; ++at) {
            if (!opening_.elements[at].content) continue;
            const double value = strength(word(at).stem);
            sum += value;
            best = std::max(best, value);
            ++content;
        }
        const auto length = subject.end - subject.begin;
        double factor = content == 1 && length < 3 && subject.kind == SubjectKind::phrase ? 0.85 : 1;
        if (subject.kind == SubjectKind::clause && has_verb(subject)) factor *= unsteady;
        if (length * 3 > longest_ * 2) factor *= 0.85;
        const double place = 1 - (1 - late) * static_cast<double>(first) /
                                     static_cast<double>(std::max<std::size_t>(size(), 100));
        return weight * factor * place * (0.65 * best + 0.35 * sum / static_cast<double>(content)) *
               (announces(first) ? announced : 1);
    }

    std::vector<StemId> stems(const Subject& subject) const {
        std::vector<StemId> all;
        for (std::size_t at = subject.begin; at < subject.end; ++at) {
            if (opening_.elements[at].content) all.push_back(word(at).stem);
        }
        return all;
    }

    std::vector<Place> places(const Subject& subject) const {
        std::vector<Place> all;
        for (std::size_t at = subject.begin; at < subject.end; ++at) {
            const auto& element = opening_.elements[at];
            for (std::uint32_t i = 0; i < element.words; ++i)
                all.push_back({element.first.sentence, element.first.word + i});
        }
        return all;
    }

    // How many sentences end before the word. A very short one does not count: "Good morning."
    std::size_t sentence_of(std::size_t at) const {
        std::size_t sentences = 0;
        std::size_t words = 0;
        for (std::size_t i = 0; i < at; ++i) {
            ++words;
            if (!opening_.text.ends_sentence[i]) continue;
            sentences += words >= shortest_counted;
            words = 0;
        }
        return sentences;
    }

private:
    std::size_t size() const { return opening_.elements.size(); }
    Vocabulary::Id id(std::size_t at) const { return opening_.text.ids[at]; }
    const Word& word(std::size_t at) const {
        const auto& place = opening_.elements[at].first;
        return words_.sentences[place.sentence][place.word];
    }

    // "how to ...", "what is ..." at the beginning of the subject.
    void enter_clause(Subject& subject) const {
        const auto length = tables_.clause_phrases.longest_at(opening_.text.ids, subject.begin);
        if (length == 0) return;
        const auto& found = tables_.clause_opening(opening_.text, subject.begin, length);
        subject.form = found.form;
        subject.kind = found.kind;
        subject.begin += length;
    }

    void drop_leads(Subject& subject) const {
        while (subject.begin < size()) {
            const auto length = tables_.leads.longest_at(opening_.text.ids, subject.begin);
            if (length == 0 || opening_.text.ends_sentence[subject.begin + length - 1]) return;
            subject.begin += length;
        }
    }

    // "a method called simulated annealing": the name alone.
    void enter_naming(Subject& subject) const {
        const auto end = clause_end(subject);
        for (std::size_t at = subject.begin; at + 1 < end; ++at) {
            const auto length = tables_.namings.longest_at(opening_.text.ids, at);
            if (length == 0 || at + length >= end) continue;
            subject.begin = at + length;
            drop_leads(subject);
            return;
        }
    }

    // Where the clause that begins with the subject ends.
    std::size_t clause_end(const Subject& subject) const {
        for (std::size_t at = subject.begin; at < size(); ++at) {
            if (at > subject.begin && tables_.cuts.longest_at(opening_.text.ids, at) > 0) return at;
            if (subject.kind != SubjectKind::clause && tables_.verbs.contains(id(at))) return at;
            if (subject.kind != SubjectKind::phrase && tables_.pronouns.contains(id(at))) return at;
            // Without full stops a speaker's new start looks like the same clause.
            if (!words_.punctuated && at > subject.begin && opening_.elements[at].content &&
                word(at).stem == word(subject.begin).stem)
                return at;
            if (opening_.elements[at].ends_clause || opening_.text.ends_sentence[at]) return at + 1;
        }
        return size();
    }

    void drop_tails(Subject& subject) const {
        while (subject.end > subject.begin) {
            const auto length = tables_.tails.longest_before(opening_.text.ids, subject.end);
            if (length == 0) return;
            subject.end -= std::min(length, subject.end - subject.begin);
        }
    }

    void shorten(Subject& subject) const {
        for (std::size_t at = subject.begin + longest_; at > subject.begin + 1; --at) {
            if (!tables_.weak_cuts.contains(id(at))) continue;
            subject.end = at;
            drop_tails(subject);
            return;
        }
        subject.end = subject.begin;
    }

    // Whether one of the words is a verb, or may be one: "The glacier carves a valley", "Plants absorb
    // light".
    bool has_verb_form(const Subject& subject) const {
        for (std::size_t at = subject.begin; at < subject.end; ++at) {
            const bool first = at == subject.begin;
            if (!opening_.elements[at].content) {
                if (!tables_.small_words.contains(id(at))) return true;
                continue;
            }
            if (at + 1 == subject.end || has_ending(word(at), tables_.both_endings)) continue;
            const bool noun = nouns_.is_confirmed(word(at)) || has_ending(word(at), tables_.noun_endings);
            if (!opening_.elements[at + 1].content) {
                // The end of a noun phrase: "the law of", or a verb: "people argue over".
                if (tables_.determiners.contains(id(at + 1)) || (!first && !noun)) return true;
                continue;
            }
            // A plural is rarely part of a compound; a verb in the present looks like one.
            if (has_ending(word(at), tables_.verb_endings) && (first || !noun)) return true;
        }
        return false;
    }

    static bool has_ending(const Word& word, const std::vector<std::string_view>& endings) {
        return std::any_of(endings.begin(), endings.end(),
                           [&](std::string_view ending) { return word.folded.ends_with(ending); });
    }

    bool is_sound(const Subject& subject, bool title = false) const {
        if (subject.end <= subject.begin || tables_.references.contains(id(subject.begin))) return false;
        if (subject.kind == SubjectKind::phrase &&
            (tables_.weak_cuts.contains(id(subject.begin)) ||
             tables_.cuts.longest_at(opening_.text.ids, subject.begin) > 0))
            return false;
        bool specific = false;
        bool key = false;
        for (std::size_t at = subject.begin; at < subject.end; ++at) {
            if (tables_.small_talk.contains(id(at))) return false;
            if (!opening_.elements[at].content || tables_.generic.contains(id(at))) continue;
            specific = true;
            key = key || strength(word(at).stem) >= (title ? key_in_title : key_strength);
        }
        if (!specific || !key) return false;
        if (subject.kind != SubjectKind::phrase)
            return stems(subject).size() >= (subject.form.ends_with('?') ? 1 : 2);
        const auto& last = word(subject.end - 1);
        return !nouns_.matter() || nouns_.contains(last) || (title && has_ending(last, tables_.both_endings));
    }

    // Whether the speaker comes to it later, or has been there before.
    bool is_put_off(std::size_t first, std::size_t end) const {
        return tables_.deferring.longest_before(opening_.text.ids, first) > 0 ||
               tables_.deferring.longest_before(opening_.text.ids, end) > 0 ||
               (!opening_.text.ends_sentence[end - 1] &&
                tables_.deferring.longest_at(opening_.text.ids, end) > 0);
    }

    bool has_verb(const Subject& subject) const {
        for (std::size_t at = subject.begin; at < subject.end; ++at) {
            if (tables_.verbs.contains(id(at))) return true;
        }
        return false;
    }

    // How much the word belongs to the segment, 0..1.
    double strength(StemId stem) const {
        const auto here = counts_.here(stem);
        const double said = here >= 5 ? 1 : here == 4 ? 0.95 : here == 3 ? 0.85 : here == 2 ? 0.65 : 0.25;
        return counts_.is_key(stem) ? said : said * 0.7;
    }

    // Whether the sentence says before the rule that something new comes.
    bool announces(std::size_t first) const {
        for (std::size_t at = first + 1; at-- > 0;) {
            if (tables_.announcing.longest_at(opening_.text.ids, at) > 0) return true;
            if (opening_.text.begins_sentence[at] || first - at > 12) return false;
        }
        return false;
    }

    const Opening& opening_;
    const HeadlineTables& tables_;
    const Words& words_;
    const Nouns& nouns_;
    const StemCounts& counts_;
    std::size_t longest_;
};

}  // namespace

HeadlineFinder::HeadlineFinder(const Words& words, const Nouns& nouns, const StemCounts& counts, bool titles)
    : words_(words),
      nouns_(nouns),
      counts_(counts),
      language_(language_of(words.language)),
      tables_(tables_of(language_)),
      titles_(titles && words.punctuated && nouns.matter()) {}

std::vector<Headline> HeadlineFinder::find(std::size_t first, std::size_t end) const {
    std::vector<Headline> headlines;
    if (tables_ == nullptr) return headlines;
    const auto opening = opening_of(words_, first, end, *tables_);
    const SubjectReader reader(opening, *tables_, words_, nouns_, counts_, language_.before_noun.empty());
    const auto add = [&](const Subject& subject, double weight, std::size_t at) {
        headlines.push_back(
            {reader.places(subject), subject.form, reader.score(subject, weight, at), reader.stems(subject)});
    };
    for (const auto& match : tables_->matches(opening.text)) {
        if (const auto subject = reader.read(match)) add(*subject, match.rule->weight, match.first);
    }
    if (titles_) {
        for (std::size_t at = 0; at < opening.elements.size() && reader.sentence_of(at) < title_sentences;
             ++at) {
            if (!opening.text.begins_sentence[at]) continue;
            if (const auto subject = reader.title_sentence(at)) add(*subject, title_sentence_weight, at);
        }
    }
    std::stable_sort(headlines.begin(), headlines.end(),
                     [](const Headline& a, const Headline& b) { return a.score > b.score; });
    return headlines;
}

}  // namespace lectern::topics
