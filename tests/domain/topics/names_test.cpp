#include "domain/topics/names.hpp"

#include "tests/domain/topics/words_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

using testing::HasSubstr;
using testing::Not;

// A talk of parts: each one is a list of sentences.
std::vector<Name> names_of(const std::vector<std::vector<std::string>>& parts,
                           std::string_view language = "en") {
    std::vector<std::string> texts;
    std::vector<std::size_t> firsts;
    for (const auto& part : parts) {
        firsts.push_back(texts.size());
        texts.insert(texts.end(), part.begin(), part.end());
    }
    return name_segments(words_of(texts, language), firsts);
}

const std::vector<std::string> glaciers{"So last week it snowed.", "The glacier carves a valley.",
                                        "Each glacier moves slowly.", "A glacier melts in summer."};
const std::vector<std::string> inflation{"Let's talk about inflation.", "Inflation hurts savers.",
                                         "The bank fights inflation.", "High inflation ends badly."};

TEST(Names, PreferWhatTheSpeakerAnnouncesAndTellItsSentence) {
    const auto names = names_of({glaciers, inflation});
    ASSERT_EQ(names.size(), 2u);
    EXPECT_EQ(names[0].text, "Glacier");
    EXPECT_EQ(names[0].origin, NameOrigin::phrase);
    EXPECT_EQ(names[0].sentence, 1u);
    EXPECT_EQ(names[1].text, "Inflation");
    EXPECT_EQ(names[1].origin, NameOrigin::headline);
    EXPECT_EQ(names[1].sentence, 4u);
}

TEST(Names, AHeadlineOfThreePartsNamesNone) {
    auto parts = std::vector(3, inflation);
    parts[0].insert(parts[0].end(), {"Money buys bread.", "Money is paper.", "Money moves."});
    parts[1].insert(parts[1].end(), {"Wages rise late.", "Wages fall.", "Wages buy bread."});
    parts[2].insert(parts[2].end(), {"Rent eats income.", "Rent is due.", "Rent rises."});
    for (const auto& name : names_of(parts))
        EXPECT_EQ(name.origin, NameOrigin::phrase) << name.text;
}

TEST(Names, TwoPhrasesStandTogetherOnlyIfTheyAreSaidTogether) {
    const std::vector<std::string> together{"A volcano holds magma.", "The magma is hot in the volcano.",
                                            "Under the volcano is the magma."};
    const std::vector<std::string> apart{"The violin is old.",      "A violin sings.",
                                         "The violin needs a bow.", "The teacher waits.",
                                         "A teacher listens.",      "The teacher smiles."};
    const auto names = names_of({together, apart});
    EXPECT_EQ(names[0].text, "Volcano and Magma");
    EXPECT_THAT(names[1].text, Not(HasSubstr(" and ")));
    for (const auto& name : names)
        EXPECT_THAT(name.text, Not(HasSubstr(",")));
}

TEST(Names, AreNoVerbsOrAdjectivesAlone) {
    const std::vector<std::string> talk{"We simmer it, you simmer it.", "They simmer everything possible.",
                                        "You can simmer possible and impossible ones.", "The broth is clear.",
                                        "A broth needs salt."};
    const auto names = names_of({glaciers, talk});
    EXPECT_EQ(names[1].text, "Broth");
}

TEST(Names, AConversationNeedsAClearAnnouncement) {
    const std::vector<std::string> lecture{
        "Let me show the dashboard chart.", "It has a chart on the dashboard.",
        "People open the dashboard daily.", "The chart has colors and numbers."};
    auto meeting = lecture;
    for (const char* turn : {"Yeah.", "Okay.", "Right.", "Yes.", "Sure."})
        meeting.emplace_back(turn);
    EXPECT_EQ(names_of({lecture})[0].origin, NameOrigin::headline);
    EXPECT_EQ(names_of({meeting})[0].origin, NameOrigin::phrase);
}

TEST(Names, VietnameseTermsStayWhole) {
    const std::vector<std::string> policy{"Ngân hàng dùng chính sách tiền tệ.",
                                          "Chính sách tiền tệ thắt chặt.",
                                          "Khi đó chính sách tiền tệ nới lỏng."};
    const std::vector<std::string> cells{"Tế bào thực vật có thành.", "Thành tế bào thực vật cứng.",
                                         "Mỗi tế bào thực vật có nhân."};
    const auto names = names_of({policy, cells}, "vi");
    EXPECT_EQ(names[0].text, "Chính sách tiền tệ");
    EXPECT_EQ(names[1].text, "Tế bào thực vật");
}

TEST(Names, APartWithoutWordsHasANumber) {
    const auto names = names_of({glaciers, {"Yes.", "No.", "Oh."}});
    EXPECT_EQ(names[1].text, "Part 2");
    EXPECT_EQ(names[1].origin, NameOrigin::number);
    EXPECT_EQ(names[1].sentence, 4u);
}

}  // namespace
}  // namespace lectern::topics
