#include "domain/base/folded_text.hpp"

#include <stdexcept>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace lectern {
namespace {

std::string fold(std::string_view text, bool keep_marks) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* rules =
        keep_marks ? icu::Normalizer2::getNFKCInstance(status) : icu::Normalizer2::getNFKDInstance(status);
    auto apart = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    apart.foldCase();
    if (U_SUCCESS(status)) apart = rules->normalize(apart, status);
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU normalization: ") + u_errorName(status));
    if (!keep_marks) apart.findAndReplace(u"đ", u"d");  // NFKD does not decompose this letter
    icu::UnicodeString kept;
    bool blank = true;  // no space at the start
    for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
        const UChar32 character = apart.char32At(i);
        if (!keep_marks && u_charType(character) == U_NON_SPACING_MARK) continue;
        const bool is_blank = u_isUWhiteSpace(character) != 0;
        if (is_blank && blank) continue;
        blank = is_blank;
        kept.append(is_blank ? UChar32{' '} : character);
    }
    if (kept.endsWith(u" ", 1)) kept.truncate(kept.length() - 1);
    std::string utf8;
    return kept.toUTF8String(utf8);
}

}  // namespace

std::string folded_text(std::string_view text) {
    return fold(text, false);
}

std::string case_folded_text(std::string_view text) {
    return fold(text, true);
}

}  // namespace lectern
