#include "domain/topics/headline_rules.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace lectern::topics {
namespace {

constexpr std::size_t longest_inner_subject =
    10;  // words, of a subject that stands before the end of the pattern

std::string_view phrases_of(std::string_view name, std::span<const PhraseList> lists) {
    const auto found =
        std::find_if(lists.begin(), lists.end(), [&](const PhraseList& list) { return list.name == name; });
    if (found == lists.end()) throw std::logic_error("no list of phrases " + std::string(name));
    return found->phrases;
}

// The pattern's elements: words, and lists in braces that may hold spaces.
std::vector<std::string_view> elements_of(std::string_view pattern) {
    std::vector<std::string_view> elements;
    while (!pattern.empty()) {
        const auto brace = pattern.front() == '{' ? pattern.find('}') : 0;
        const auto end = pattern.find(' ', brace);
        elements.push_back(pattern.substr(0, end));
        pattern.remove_prefix(end == std::string_view::npos ? pattern.size() : end + 1);
    }
    return elements;
}

}  // namespace

HeadlineTables::HeadlineTables(const Language& language, const Announcements& announcements)
    : announcing(announcements.announcing, '|', vocabulary),
      deferring(announcements.deferring, '|', vocabulary),
      fillers(announcements.fillers, '|', vocabulary),
      leads(announcements.leads, '|', vocabulary),
      tails(announcements.tails, '|', vocabulary),
      cuts(announcements.cuts, '|', vocabulary),
      verbs(announcements.verbs, ' ', vocabulary),
      determiners(language.determiners, ' ', vocabulary),
      small_words(language.small_words, ' ', vocabulary),
      namings(announcements.namings, '|', vocabulary),
      pronouns(announcements.pronouns, ' ', vocabulary),
      weak_cuts(announcements.weak_cuts, ' ', vocabulary),
      references(announcements.references, ' ', vocabulary),
      generic(announcements.generic, ' ', vocabulary),
      small_talk(announcements.small_talk, ' ', vocabulary),
      spoken_starts(language.spoken_starts, '|', vocabulary),
      clitics(parts_of(language.clitics, ' ')),
      noun_endings(parts_of(language.noun_endings, ' ')),
      both_endings(parts_of(language.both_endings, ' ')),
      verb_endings(parts_of(language.verb_endings, ' ')) {
    std::string openings;
    for (const auto& opening : announcements.clause_openings) {
        openings.append(openings.empty() ? "" : "|").append(opening.phrase);
        Opening known{&opening, {}};
        for (const auto word : parts_of(opening.phrase, ' '))
            known.ids.push_back(vocabulary.add(word));
        openings_.push_back(std::move(known));
    }
    clause_phrases = PhraseSet(openings, '|', vocabulary);
    for (const auto& rule : announcements.rules)
        rules_.push_back(compile(rule, announcements.lists));
}

HeadlineTables::Rule HeadlineTables::compile(const HeadlineRule& source, std::span<const PhraseList> lists) {
    Rule rule{&source, {}};
    for (auto text : elements_of(source.pattern)) {
        Element element;
        if (text == "^") {
            element.kind = Element::sentence_start;
        } else if (text == "*") {
            element.kind = Element::subject;
        } else if (text == "?") {
            element.kind = Element::question;
        } else {
            element.optional = text.ends_with('?');
            if (element.optional) text.remove_suffix(1);
            const bool list = text.starts_with('{');
            element.phrases =
                PhraseSet(list ? phrases_of(text.substr(1, text.size() - 2), lists) : text, '|', vocabulary);
        }
        rule.elements.push_back(std::move(element));
    }
    return rule;
}

std::vector<RuleMatch> HeadlineTables::matches(const OpeningText& text) const {
    std::vector<RuleMatch> found;
    for (const auto& rule : rules_) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            RuleMatch match{rule.source, at, at, text.size(), true};
            this->match(rule, 0, at, text, match, found);
        }
    }
    return found;
}

const ClauseOpening& HeadlineTables::clause_opening(const OpeningText& text, std::size_t at,
                                                    std::size_t length) const {
    const auto found = std::find_if(openings_.begin(), openings_.end(), [&](const Opening& opening) {
        return opening.ids.size() == length && std::equal(opening.ids.begin(), opening.ids.end(),
                                                          text.ids.begin() + static_cast<std::ptrdiff_t>(at));
    });
    return *found->source;
}

void HeadlineTables::match(const Rule& rule, std::size_t element, std::size_t at, const OpeningText& text,
                           RuleMatch& match, std::vector<RuleMatch>& found) const {
    if (element == rule.elements.size()) {
        found.push_back(match);
        return;
    }
    const auto& wanted = rule.elements[element];
    const auto next = [&](std::size_t position) {
        this->match(rule, element + 1, position, text, match, found);
    };
    switch (wanted.kind) {
        case Element::sentence_start: {
            if (at >= text.size() || !text.begins_sentence[at]) return;
            next(at);
            return;
        }
        case Element::question:
            if (at > 0 && text.is_asked[at - 1]) next(at);
            return;
        case Element::subject: {
            if (at >= text.size()) return;
            match.begin = at;
            if (element + 1 == rule.elements.size()) {
                next(at);
                return;
            }
            match.open = false;
            for (std::size_t end = at + 1; end <= std::min(text.size(), at + longest_inner_subject); ++end) {
                match.end = end;
                next(end);
                if (text.ends_sentence[end - 1]) break;
            }
            match.open = true;
            match.end = text.size();
            return;
        }
        case Element::phrase:
            break;
    }
    if (wanted.optional) next(at);
    // A pattern does not run over the end of a sentence, and fillers may stand before each of its words.
    const auto reach = [&](std::size_t position) {
        return position < text.size() && (position == match.first || !text.ends_sentence[position - 1]);
    };
    const auto skipped = [&](std::size_t position) {
        return position == match.first || !reach(position) ? 0 : fillers.longest_at(text.ids, position);
    };
    std::vector<std::size_t> ends;
    for (std::size_t start = at; reach(start);) {
        for (const auto& phrase : wanted.phrases.starting_with(text.ids[start])) {
            std::size_t position = start + 1;
            std::size_t word = 1;
            while (word < phrase.size() && reach(position)) {
                if (text.ids[position] == phrase[word]) {
                    ++position;
                    ++word;
                } else if (const auto skip = skipped(position); skip > 0) {
                    position += skip;
                } else {
                    break;
                }
            }
            if (word == phrase.size() && std::find(ends.begin(), ends.end(), position) == ends.end())
                ends.push_back(position);
        }
        const auto skip = skipped(start);
        if (skip == 0) break;
        start += skip;
    }
    for (const auto end : ends)
        next(end);
}

}  // namespace lectern::topics
