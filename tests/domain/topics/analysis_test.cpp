#include "domain/topics/analysis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

// The same talk on every machine: std distributions differ between libraries.
class Dice {
public:
    std::size_t below(std::size_t sides) {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>(state_ >> 33) % sides;
    }

private:
    std::uint64_t state_ = 42;
};

constexpr std::array<std::string_view, 5> subjects{
    "planet orbit gravity comet telescope asteroid moon eclipse galaxy satellite crater nebula",
    "enzyme protein membrane glucose mitochondria ribosome cell nucleus chromosome hormone tissue antibody",
    "violin rhythm melody chord orchestra harmony sonata composer tempo octave cello conductor",
    "mortgage inflation currency dividend bond tax market export tariff loan budget pension",
    "glacier volcano erosion sediment basalt fault tectonic mantle lava quartz fossil canyon"};
constexpr std::string_view common = "example picture people number idea story reason result problem detail";
constexpr std::array<std::string_view, 3> frames{"we see that the", "it is about this", "there was some"};

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> words;
    std::istringstream in{std::string(text)};
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

struct Talk {
    Transcript transcript;
    std::vector<double> boundaries;  // seconds
};

// A lecture in five parts of some 900 words at 150 words a minute, without any cue words.
Talk talk(bool punctuated, std::size_t sentences_per_part = 75) {
    Dice dice;
    Talk talk;
    talk.transcript.language = "en";
    double now = 3;
    const auto shared = split(common);
    for (const auto subject : subjects) {
        if (subject != subjects.front()) talk.boundaries.push_back(now);
        const auto own = split(subject);
        for (std::size_t s = 0; s < sentences_per_part; ++s) {
            std::string text(frames[dice.below(frames.size())]);
            for (int i = 0; i < 3; ++i)
                text += ' ' + own[dice.below(own.size())] + " of the";
            text += ' ' + shared[dice.below(shared.size())];
            if (punctuated) text += '.', text[0] = static_cast<char>(text[0] - 'a' + 'A');
            const double seconds = static_cast<double>(split(text).size()) * 0.4;
            talk.transcript.segments.push_back({now, now + seconds, text});
            now += seconds;
        }
    }
    talk.transcript.duration = now + 2;
    return talk;
}

void expect_sound(const std::vector<Topic>& topics, const Transcript& transcript) {
    double last = 0;
    std::set<std::string> names;
    for (const auto& topic : topics) {
        EXPECT_GE(topic.start, last);
        EXPECT_GT(topic.end, topic.start);
        last = topic.end;
        EXPECT_FALSE(topic.name.empty());
        EXPECT_LE(topic.name.size(), 200u);
        EXPECT_TRUE(names.insert(topic.name).second) << "twice: " << topic.name;
        EXPECT_LE(topic.summary.size(), 240 * 4u);
        ASSERT_TRUE(topic.name_source);
        EXPECT_FALSE(topic.name_source->sentence.empty());
        EXPECT_GE(topic.name_source->second, 0);
    }
    if (transcript.duration > 0) {
        EXPECT_LE(last, transcript.duration);
    }
}

TEST(TopicAnalysis, FindsTheBoundariesOfAKnownTalk) {
    for (const bool punctuated : {true, false}) {
        const auto known = talk(punctuated);
        const auto topics = analyze(known.transcript);
        expect_sound(topics, known.transcript);
        ASSERT_EQ(topics.size(), subjects.size()) << "punctuated " << punctuated;
        for (std::size_t i = 1; i < topics.size(); ++i) {
            EXPECT_NEAR(topics[i].start, known.boundaries[i - 1], 13) << "two sentences off at most";
            EXPECT_EQ(topics[i].start, topics[i - 1].end) << "no pause, so one point";
        }
        EXPECT_EQ(topics.front().start, 0);
        EXPECT_EQ(topics.back().end, known.transcript.duration);
    }
}

TEST(TopicAnalysis, NamesAndSummariesSpeakOfTheirPart) {
    const auto topics = analyze(talk(true).transcript);
    ASSERT_EQ(topics.size(), subjects.size());
    for (std::size_t i = 0; i < topics.size(); ++i) {
        bool named = false;
        bool told = false;
        for (auto word : split(subjects[i])) {
            told = told || topics[i].summary.find(word) != std::string::npos;
            word[0] = static_cast<char>(word[0] - 'a' + 'A');
            named = named || topics[i].name.find(word) != std::string::npos;
        }
        EXPECT_TRUE(named) << topics[i].name;
        EXPECT_TRUE(told) << topics[i].summary;
    }
}

TEST(TopicAnalysis, CutsOnSentenceEnds) {
    const auto known = talk(true);
    std::set<double> ends;
    for (const auto& segment : known.transcript.segments)
        ends.insert(segment.end);
    const auto topics = analyze(known.transcript);
    for (std::size_t i = 0; i + 1 < topics.size(); ++i)
        EXPECT_TRUE(ends.contains(topics[i].end)) << topics[i].end;
}

TEST(TopicAnalysis, CutsInsideSilencesWhereThereAreAny) {
    auto known = talk(true);
    Dice dice;
    for (const auto& segment : known.transcript.segments) {
        if (dice.below(2) == 0) known.transcript.silences.push_back({segment.end - 0.3, segment.end + 0.1});
    }
    const auto topics = analyze(known.transcript);
    expect_sound(topics, known.transcript);
    ASSERT_GT(topics.size(), 3u);
    for (std::size_t i = 1; i < topics.size(); ++i) {
        const bool silent = std::any_of(
            known.transcript.silences.begin(), known.transcript.silences.end(), [&](const Silence& silence) {
                return silence.start <= topics[i].start && topics[i].start <= silence.end;
            });
        EXPECT_TRUE(silent) << topics[i].start;
    }
}

TEST(TopicAnalysis, KeepsTheLimits) {
    const auto known = talk(true);
    for (const auto& [shortest, longest] : {std::pair{60.0, 200.0}, std::pair{600.0, 1800.0}}) {
        const auto topics = analyze(known.transcript, {shortest, longest});
        expect_sound(topics, known.transcript);
        for (const auto& topic : topics) {
            EXPECT_GE(topic.end - topic.start, shortest - 1);
            EXPECT_LE(topic.end - topic.start,
                      longest + 6);  // with the lead-in of the first, the end of the last
        }
    }
}

TEST(TopicAnalysis, SaysTheSameTwice) {
    const auto known = talk(true);
    const auto first = analyze(known.transcript);
    const auto second = analyze(known.transcript);
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(first[i].start, second[i].start);
        EXPECT_EQ(first[i].name, second[i].name);
        EXPECT_EQ(first[i].summary, second[i].summary);
    }
}

TEST(TopicAnalysis, OrderOfSegmentsDoesNotMatter) {
    auto known = talk(true);
    const auto expected = analyze(known.transcript);
    std::reverse(known.transcript.segments.begin(), known.transcript.segments.end());
    const auto topics = analyze(known.transcript);
    ASSERT_EQ(topics.size(), expected.size());
    for (std::size_t i = 0; i < topics.size(); ++i)
        EXPECT_EQ(topics[i].end, expected[i].end);
}

TEST(TopicAnalysis, SmallAndEmptyTranscripts) {
    EXPECT_TRUE(analyze({}).empty());
    Transcript transcript;
    transcript.segments = {{0, 0, "   "}};
    EXPECT_TRUE(analyze(transcript).empty());
    transcript.duration = 4;
    transcript.segments = {{1, 3, "Hello."}};
    const auto topics = analyze(transcript);
    expect_sound(topics, transcript);
    ASSERT_EQ(topics.size(), 1u);
    EXPECT_EQ(topics[0].start, 0);
    EXPECT_EQ(topics[0].end, 4);
}

TEST(TopicAnalysis, LongSilentEdgesAreNoTopic) {
    Transcript transcript;
    transcript.duration = 500;
    transcript.segments = {{100, 180, "Glaciers carve valleys."}};
    const auto topics = analyze(transcript);
    ASSERT_EQ(topics.size(), 1u);
    EXPECT_EQ(topics[0].start, 99);
    EXPECT_EQ(topics[0].end, 181);
}

TEST(TopicAnalysis, SurvivesStrangeTranscripts) {
    Dice dice;
    Transcript same;
    Transcript still;
    Transcript messy;
    for (int i = 0; i < 10000; ++i) {
        same.segments.push_back({i * 2.0, i * 2.0 + 2, "the glacier moves again"});
        still.segments.push_back({0, 0, "The glacier moves again."});
    }
    same.duration = 20000;
    messy.duration = 300;
    for (int i = 0; i < 300; ++i) {
        const auto start = static_cast<double>(dice.below(500));
        messy.segments.push_back(
            {start, start + static_cast<double>(dice.below(100)) - 50, "Word. Another one"});
        messy.silences.push_back({start, start + 1});
    }
    messy.segments.push_back({10, 20, std::string(100000, 'x')});
    messy.segments.push_back({20, 30, "\xff\xfe\x80"});
    for (const auto* transcript : {&same, &messy}) {
        const auto topics = analyze(*transcript);
        EXPECT_FALSE(topics.empty());
        expect_sound(topics, *transcript);
    }
    EXPECT_TRUE(analyze(still).empty()) << "nothing can be cut where time stands still";
}

TEST(TopicAnalysis, OtherLanguages) {
    const struct {
        const char* language;
        std::array<std::string_view, 2> parts;
    } cases[] = {
        {"vi", {"Đạo hàm của hàm số là tốc độ thay đổi.", "Tế bào thực vật có thành xenlulozơ."}},
        {"zh", {"机器学习是人工智能的一个分支。", "今天我们学习如何烹饪美味的中国菜肴。"}},
        {"ar", {"التعلم الآلي هو فرع من الذكاء الاصطناعي.", "اليوم نتعلم كيف نطبخ الطعام اللذيذ."}},
        {"", {"Die Ableitung beschreibt die Steigung.", "Pflanzenzellen besitzen eine Zellwand."}},
    };
    for (const auto& c : cases) {
        Transcript transcript;
        transcript.language = c.language;
        transcript.duration = 1200;
        for (int i = 0; i < 300; ++i) {
            transcript.segments.push_back({i * 4.0, i * 4.0 + 4, std::string(c.parts[i < 150 ? 0 : 1])});
        }
        const auto topics = analyze(transcript);
        expect_sound(topics, transcript);
        const bool found = std::any_of(topics.begin(), topics.end(),
                                       [](const Topic& topic) { return std::abs(topic.start - 600) < 5; });
        EXPECT_TRUE(found) << c.language;
    }
}

}  // namespace
}  // namespace lectern::topics
