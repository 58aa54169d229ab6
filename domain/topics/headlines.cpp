#include "domain/topics/headlines.hpp"

#include "domain/topics/opening_text.hpp"
#include "domain/topics/subject_reader.hpp"

#include <algorithm>

namespace lectern::topics {
namespace {

constexpr double title_sentence_weight = 3;

}  // namespace

HeadlineFinder::HeadlineFinder(const Words& words, const Nouns& nouns, const StemCounts& counts, bool titles)
    : words_(words),
      nouns_(nouns),
      counts_(counts),
      language_(language_of(words.language)),
      titles_(titles && words.punctuated && nouns.matter()) {
    if (language_.announcements != nullptr) tables_.emplace(language_, *language_.announcements);
}

std::vector<Headline> HeadlineFinder::find(std::size_t first, std::size_t end) const {
    std::vector<Headline> headlines;
    if (!tables_) return headlines;
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
