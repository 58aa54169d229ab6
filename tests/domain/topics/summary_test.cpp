#include "domain/topics/summary.hpp"

#include "tests/domain/topics/words_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string summary_of(const std::vector<std::string>& texts, std::string_view language) {
    std::vector<Sentence> sentences;
    for (const auto& text : texts)
        sentences.push_back({0, 1, text});
    return summarize_segments(sentences, split_words(sentences, language), {0}).front();
}

TEST(Summary, ConsistsOfSentencesThatStandAlone) {
    const auto summary = summary_of({"It means that osmosis moves water through the membrane of the cell.",
                                     "So that osmosis keeps the membrane of the cell under pressure.",
                                     "This way, the cell uses osmosis and its membrane to hold water.",
                                     "OK, so osmosis moves water through the membrane of a cell.",
                                     "Do you see how osmosis moves water through the membrane?", "Yes."},
                                    "en");
    EXPECT_EQ(summary, "Osmosis moves water through the membrane of a cell.");
    EXPECT_EQ(summary_of({"Nó làm cho lạm phát tăng và giá tăng theo lạm phát.",
                          "Điều này làm lạm phát và giá hàng hóa tăng rất nhanh.",
                          "Lạm phát làm giá hàng hóa tăng theo thời gian."},
                         "vi"),
              "Lạm phát làm giá hàng hóa tăng theo thời gian.");
}

TEST(Summary, HasAtMostTwoSentencesAnd240Characters) {
    const auto summary =
        summary_of({"Đạo hàm cho biết tốc độ thay đổi tức thời.", "Tích phân tính diện tích dưới đường cong.",
                    "Giới hạn mô tả giá trị tiệm cận dần.", "Chuỗi lũy thừa xấp xỉ hàm lượng giác."},
                   "vi");
    EXPECT_EQ(std::count(summary.begin(), summary.end(), '.'), 2);
    EXPECT_LT(summary.size(), 240 * 3u);
    const auto cut = summary_of({"Osmosis " + std::string(100, 'x') + " moves " + std::string(100, 'y') +
                                 " water " + std::string(100, 'z') + " through a membrane."},
                                "en");
    EXPECT_THAT(cut, testing::EndsWith("…"));
    EXPECT_LE(cut.size(), 240u + 2);
}

TEST(Summary, IsAPieceWhereThereAreNoFullStops) {
    std::vector<std::string> texts(30, "and so on and on");
    texts[10] = "osmosis moves water through";
    texts[11] = "the membrane of a cell";
    const auto summary = summary_of(texts, "en");
    EXPECT_THAT(summary, HasSubstr("osmosis moves water through the membrane of a cell"));
    EXPECT_THAT(summary, testing::StartsWith("…"));
    EXPECT_EQ(summary_of({"42"}, "en"), "");
}

}  // namespace
}  // namespace lectern::topics
