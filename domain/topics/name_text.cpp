#include "domain/topics/name_text.hpp"

#include "domain/base/ascii.hpp"
#include "domain/topics/phrases.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace lectern::topics {
namespace {

bool has_inner_capital(const icu::UnicodeString& word) {
    for (int32_t at = word.moveIndex32(0, 1); at < word.length(); at = word.moveIndex32(at, 1)) {
        if (u_isupper(word.char32At(at))) return true;
    }
    return false;
}

bool has_capital(const std::string& surface) {
    return u_isupper(icu::UnicodeString::fromUTF8(surface).char32At(0)) != 0;
}

std::string with_capital(const std::string& surface) {
    auto word = icu::UnicodeString::fromUTF8(surface);
    const UChar32 first = word.char32At(0);
    word.replace(0, U16_LENGTH(first), u_totitle(first));
    std::string text;
    word.toUTF8String(text);
    return text;
}

}  // namespace

NameWriter::NameWriter(const Words& words) : words_(words), language_(language_of(words.language)) {
    for (const auto word : parts_of(language_.small_words, ' '))
        small_words_.insert(word);
    for (const auto word : parts_of(language_.clitics, ' '))
        clitics_.insert(word);
    if (language_.title_case) return;
    std::unordered_map<std::string_view, int> balance;  // uses with a capital, less those without
    for (const auto& sentence : words.sentences) {
        for (std::size_t i = 1; i < sentence.size(); ++i)
            balance[sentence[i].folded] += has_capital(sentence[i].surface) ? 1 : -1;
    }
    for (const auto& [word, uses] : balance) {
        if (uses > 0) proper_.insert(word);
    }
}

std::string NameWriter::written(const Word& word, bool first) const {
    if (has_inner_capital(icu::UnicodeString::fromUTF8(word.surface))) return word.surface;
    if (language_.title_case) {
        if (!first && (small_words_.contains(word.folded) || clitics_.contains(word.folded)))
            return word.folded;
        return with_capital(word.surface);
    }
    if (first || proper_.contains(word.folded)) return with_capital(word.surface);
    return word.folded;
}

std::string NameWriter::between(const Word& before, const Word& word) const {
    const auto& marks = before.after;
    if (marks.find('\'') != std::string::npos && clitics_.contains(word.folded)) return "'";
    if (word.joined && before.content && !word.folded.empty() && word.folded == language_.possessive)
        return "'";
    if (marks == "-" || marks == "/" || marks == "\u2010") return marks;
    if (marks.find('&') != std::string::npos) return " & ";
    // Some scripts put no space between words; the name then has none either.
    return word.spaced || !word.joined ? " " : "";
}

std::string NameWriter::write(std::span<const Place> places, std::string_view form) const {
    const auto star = form.find('*');
    std::string name(form.substr(0, star));
    if (language_.title_case) {
        for (std::size_t i = 1; i < name.size(); ++i) {
            const bool begins = name[i - 1] == ' ' && name[i] != ' ';
            const auto word = std::string_view(name).substr(i, name.find(' ', i) - i);
            if (begins && !small_words_.contains(word)) name[i] = ascii::upper(name[i]);
        }
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto& word = at(places[i]);
        if (i > 0) name += between(at(places[i - 1]), word);
        name += written(word, name.empty());
    }
    if (star != std::string_view::npos) name += form.substr(star + 1);
    return name;
}

}  // namespace lectern::topics
