#include "domain/base/folded_text.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(FoldedText, LooksAwayFromCaseDiacriticsAndSpaces) {
    EXPECT_EQ(folded_text("Bài giảng  ĐẠI số"), "bai giang dai so");
    EXPECT_EQ(folded_text("  Mixed\tCase \n"), "mixed case");
    EXPECT_EQ(folded_text("Éclair STRASSE Straße"), "eclair strasse strasse");
    EXPECT_EQ(folded_text("e\xCC\x81"), "e") << "a letter and its accent, apart";
    EXPECT_EQ(folded_text("日本語 100%_"), "日本語 100%_");
    EXPECT_EQ(folded_text(""), "");
    EXPECT_EQ(folded_text(" "), "");
}

}  // namespace
}  // namespace lectern
