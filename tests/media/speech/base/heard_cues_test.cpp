#include "media/speech/base/heard_cues.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

std::string shown(const std::vector<TranscriptSegment>& cues) {
    std::string text;
    for (const TranscriptSegment& cue : cues) {
        char line[64];
        std::snprintf(line, sizeof line, "%.2f-%.2f ", cue.start, cue.end);
        text += line + cue.text + "\n";
    }
    return text;
}

TEST(HeardCues, JoinsASentenceThatTheEngineTore) {
    EXPECT_EQ(shown(cues_of({{0, 3, "A vector space is a set of objects that can be"},
                             {3, 4, "added together."},
                             {5, 6, "Yes."}},
                            {}, 10)),
              "0.00-4.00 A vector space is a set of objects that can be added together.\n5.00-6.00 Yes.\n");
}

TEST(HeardCues, UsesTheTimesOfWords) {
    Heard heard{0, 10, "One two three, four five six."};
    heard.tokens = {{0, 1, " One"}, {1, 2, " two"}, {2, 3, " three"},  {3, 3, ","},  {7, 8, " four"},
                    {8, 9, " fi"},  {9, 9.5, "ve"}, {9.5, 10, " six"}, {10, 10, "."}};
    EXPECT_EQ(shown(cues_of({heard}, {}, 10)), "0.00-3.00 One two three,\n7.00-10.00 four five six.\n");
}

TEST(HeardCues, DoesNotSpreadASentenceOverSoundsThatWereNotUnderstood) {
    Heard heard{0, 14, "One two three, four five six."};
    heard.tokens = {{0, 1, " One"},  {1, 4, " two"},   {4, 7, " three,"},
                    {7, 9, " four"}, {9, 12, " five"}, {12, 14, " six."}};
    EXPECT_EQ(shown(cues_of({heard}, {{3, 4}}, 14)), "0.00-7.00 One two three, four five six.\n");
}

TEST(HeardCues, GivesSilencesNoWords) {
    const auto cues = cues_of({{0, 12, "One two three, four five six."}}, {{3, 9}}, 12);
    ASSERT_EQ(cues.size(), 2U);
    EXPECT_LE(cues[0].end, 3.1);
    EXPECT_GE(cues[1].start, 8.9);
}

TEST(HeardCues, JoinsASentenceThatTwoPiecesShare) {
    std::vector<TranscriptSegment> all{{1, 3, "A sentence that"}};
    append_cues(all, {{0, 1, "goes on."}, {1, 2, "Another one."}}, 3.2);
    EXPECT_EQ(shown(all), "1.00-4.20 A sentence that goes on.\n4.20-5.20 Another one.\n");
    append_cues(all, {{0, 1, "New."}}, 10);
    EXPECT_EQ(all.size(), 3U);
}

}  // namespace
}  // namespace lectern::media
