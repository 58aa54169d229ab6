#include "domain/timetable/name_words.hpp"

#include <stdexcept>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace lectern {
namespace {

// A longer number is part of a date or a time.
constexpr int longest_number = 3;

// Case folded and decomposed (NFKD), so that each accent is a character of its own.
icu::UnicodeString taken_apart(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* rules = icu::Normalizer2::getNFKDInstance(status);
    auto folded = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    folded.foldCase();
    if (U_SUCCESS(status)) folded = rules->normalize(folded, status);
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU normalization: ") + u_errorName(status));
    folded.findAndReplace(u"đ", u"d");  // NFKD does not decompose this letter, and many people write d for it
    return folded;
}

bool is_date_part(const icu::UnicodeString& word) {
    for (int32_t i = 0; i < word.length(); ++i)
        if (!u_isdigit(word[i])) return false;
    return word.length() > longest_number;
}

}  // namespace

std::set<std::string> name_words(std::string_view name) {
    const icu::UnicodeString text = taken_apart(name);
    std::set<std::string> words;
    icu::UnicodeString word;
    const auto end_word = [&] {
        if (!word.isEmpty() && !is_date_part(word)) {
            std::string bytes;
            words.insert(word.toUTF8String(bytes));
        }
        word.remove();
    };
    for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        const UChar32 c = text.char32At(at);
        if (u_isalnum(c))
            word.append(c);
        else if (u_charType(c) != U_NON_SPACING_MARK)
            end_word();
    }
    end_word();
    return words;
}

}  // namespace lectern
