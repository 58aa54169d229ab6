#include "domain/topics/subject_reader.hpp"

#include <algorithm>

namespace lectern::topics {
namespace {

constexpr std::size_t longest_headline = 9;        // words
constexpr std::size_t longest_in_syllables = 13;   // of a language that writes syllables
constexpr std::size_t longest_title_sentence = 8;  // words of a sentence without a verb that may be a title
constexpr std::size_t shortest_counted = 3;        // words of a sentence
constexpr double unsteady = 0.7;                   // factor of a clause with an auxiliary verb
constexpr double key_strength = 0.5;               // least strength of one word of a headline,
constexpr double key_in_title = 0.59;              // and of a title: nobody announced it
constexpr double announced = 1.4;                  // factor: "today", "in this video"
constexpr double late = 0.5;                       // factor at the end of the opening; 1 at its beginning

}  // namespace

SubjectReader::SubjectReader(const Opening& opening, const HeadlineTables& tables, const Words& words,
                             const Nouns& nouns, const StemCounts& counts, bool syllables)
    : opening_(opening),
      tables_(tables),
      words_(words),
      nouns_(nouns),
      counts_(counts),
      longest_(syllables ? longest_in_syllables : longest_headline) {}

std::optional<Subject> SubjectReader::read(const RuleMatch& match) const {
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

std::optional<Subject> SubjectReader::title_sentence(std::size_t begin) const {
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
    // "Amazing!" is a sentence, too.
    if (stems(subject).size() == 1 && !is_clear_noun(word(subject.end - 1))) return std::nullopt;
    if (!is_sound(subject, true)) return std::nullopt;
    return subject;
}

double SubjectReader::score(const Subject& subject, double weight, std::size_t first) const {
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
    const double place =
        1 - (1 - late) * static_cast<double>(first) / static_cast<double>(std::max<std::size_t>(size(), 100));
    return weight * factor * place * (0.65 * best + 0.35 * sum / static_cast<double>(content)) *
           (announces(first) ? announced : 1);
}

std::vector<StemId> SubjectReader::stems(const Subject& subject) const {
    std::vector<StemId> all;
    for (std::size_t at = subject.begin; at < subject.end; ++at) {
        if (opening_.elements[at].content) all.push_back(word(at).stem);
    }
    return all;
}

std::vector<Place> SubjectReader::places(const Subject& subject) const {
    std::vector<Place> all;
    for (std::size_t at = subject.begin; at < subject.end; ++at) {
        const auto& element = opening_.elements[at];
        for (std::uint32_t i = 0; i < element.words; ++i)
            all.push_back({element.first.sentence, element.first.word + i});
    }
    return all;
}

std::size_t SubjectReader::sentence_of(std::size_t at) const {
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

const Word& SubjectReader::word(std::size_t at) const {
    const auto& place = opening_.elements[at].first;
    return words_.sentences[place.sentence][place.word];
}

void SubjectReader::enter_clause(Subject& subject) const {
    const auto length = tables_.clause_phrases.longest_at(opening_.text.ids, subject.begin);
    if (length == 0) return;
    const auto& found = tables_.clause_opening(opening_.text, subject.begin, length);
    subject.form = found.form;
    subject.kind = found.kind;
    subject.begin += length;
}

void SubjectReader::drop_leads(Subject& subject) const {
    while (subject.begin < size()) {
        const auto length = tables_.leads.longest_at(opening_.text.ids, subject.begin);
        if (length == 0 || opening_.text.ends_sentence[subject.begin + length - 1]) return;
        subject.begin += length;
    }
}

void SubjectReader::enter_naming(Subject& subject) const {
    const auto end = clause_end(subject);
    for (std::size_t at = subject.begin; at + 1 < end; ++at) {
        const auto length = tables_.namings.longest_at(opening_.text.ids, at);
        if (length == 0 || at + length >= end) continue;
        subject.begin = at + length;
        drop_leads(subject);
        return;
    }
}

std::size_t SubjectReader::clause_end(const Subject& subject) const {
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

void SubjectReader::drop_tails(Subject& subject) const {
    while (subject.end > subject.begin) {
        const auto length = tables_.tails.longest_before(opening_.text.ids, subject.end);
        if (length == 0) return;
        subject.end -= std::min(length, subject.end - subject.begin);
    }
}

void SubjectReader::shorten(Subject& subject) const {
    for (std::size_t at = subject.begin + longest_; at > subject.begin + 1; --at) {
        if (!tables_.weak_cuts.contains(id(at))) continue;
        subject.end = at;
        drop_tails(subject);
        return;
    }
    subject.end = subject.begin;
}

bool SubjectReader::has_verb_form(const Subject& subject) const {
    for (std::size_t at = subject.begin; at < subject.end; ++at) {
        const bool first = at == subject.begin;
        if (!opening_.elements[at].content) {
            if (!tables_.small_words.contains(id(at))) return true;
            continue;
        }
        if (at + 1 == subject.end || has_ending(word(at), tables_.both_endings)) continue;
        const bool noun = is_clear_noun(word(at));
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

bool SubjectReader::is_clear_noun(const Word& word) const {
    return nouns_.is_confirmed(word) || has_ending(word, tables_.noun_endings);
}

bool SubjectReader::has_ending(const Word& word, const std::vector<std::string_view>& endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return word.folded.ends_with(ending); });
}

bool SubjectReader::is_sound(const Subject& subject, bool title) const {
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

bool SubjectReader::is_put_off(std::size_t first, std::size_t end) const {
    return tables_.deferring.longest_before(opening_.text.ids, first) > 0 ||
           tables_.deferring.longest_before(opening_.text.ids, end) > 0 ||
           (!opening_.text.ends_sentence[end - 1] &&
            tables_.deferring.longest_at(opening_.text.ids, end) > 0);
}

bool SubjectReader::has_verb(const Subject& subject) const {
    for (std::size_t at = subject.begin; at < subject.end; ++at) {
        if (tables_.verbs.contains(id(at))) return true;
    }
    return false;
}

double SubjectReader::strength(StemId stem) const {
    const auto here = counts_.here(stem);
    const double said = here >= 5 ? 1 : here == 4 ? 0.95 : here == 3 ? 0.85 : here == 2 ? 0.65 : 0.25;
    return counts_.is_key(stem) ? said : said * 0.7;
}

bool SubjectReader::announces(std::size_t first) const {
    for (std::size_t at = first + 1; at-- > 0;) {
        if (tables_.announcing.longest_at(opening_.text.ids, at) > 0) return true;
        if (opening_.text.begins_sentence[at] || first - at > 12) return false;
    }
    return false;
}

}  // namespace lectern::topics
