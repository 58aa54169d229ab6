// The pure parts: silences, cleaning, sentences, checkpoints, WAV, answers of services.
#include "media/speech/base/hallucinations.hpp"
#include "media/speech/base/samples.hpp"
#include "media/speech/base/silence.hpp"
#include "media/speech/base/spoken_sentences.hpp"
#include "media/speech/base/tidy_line.hpp"
#include "media/speech/chat/chat_answer.hpp"
#include "media/speech/checkpoint.hpp"
#include "media/speech/remote/answer.hpp"
#include "media/speech/remote/wav.hpp"
#include "media/speech/service/base_url.hpp"

#include <cmath>
#include <random>

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

// A voice of `voice` dB with syllables, over a room of `room` dB, silent in the given stretches.
std::vector<float> voice_in_room(double seconds, double voice, double room,
                                 const std::vector<Silence>& pauses) {
    std::mt19937 random(1);
    std::normal_distribution<float> noise;
    std::vector<float> samples(to_samples(seconds));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double at = to_seconds(i);
        samples[i] = static_cast<float>(std::pow(10, room / 20)) * noise(random);
        bool speaks = true;
        for (const Silence& pause : pauses)
            speaks = speaks && !(pause.start <= at && at < pause.end);
        const double syllable = 0.3 + 0.7 * std::abs(std::sin(at * 4 * 3.14159));
        if (speaks)
            samples[i] += static_cast<float>(std::pow(10, voice / 20) * syllable * std::sin(at * 900));
    }
    return samples;
}

TEST(Silences, AreFoundInLoudRoomsAndSoftVoices) {
    const std::vector<Silence> pauses = {{5, 5.5}, {20, 22}, {40, 40.35}, {55, 55.15}};
    for (const auto& [voice, room] : {std::pair{-12, -60}, {-12, -35}, {-30, -62}, {-25, -45}, {-6, -100}}) {
        const auto found = find_silences(voice_in_room(70, voice, room, pauses));
        ASSERT_EQ(found.size(), 3U) << voice << " over " << room;  // the last one is too short
        for (std::size_t i = 0; i < found.size(); ++i) {
            EXPECT_NEAR(found[i].start, pauses[i].start, 0.05);
            EXPECT_NEAR(found[i].end, pauses[i].end, 0.05);
        }
    }
}

TEST(Silences, FollowARoomThatChanges) {
    auto samples = voice_in_room(120, -20, -60, {{30, 31}, {50, 51}});
    const auto loud = voice_in_room(120, -12, -34, {{30, 31}, {70, 71}});
    samples.insert(samples.end(), loud.begin(), loud.end());
    const auto found = find_silences(samples);
    ASSERT_EQ(found.size(), 4U);
    EXPECT_NEAR(found[3].start, 190, 0.1);
    EXPECT_NEAR(found[3].end, 191, 0.1);
}

TEST(Silences, OfNothingSteadyNoiseAndOddSamples) {
    EXPECT_TRUE(find_silences({}).empty());
    const auto quiet = find_silences(std::vector<float>(to_samples(10)));
    ASSERT_EQ(quiet.size(), 1U);
    EXPECT_EQ(quiet[0].start, 0);
    EXPECT_DOUBLE_EQ(quiet[0].end, 10);
    EXPECT_TRUE(find_silences(voice_in_room(30, -200, -20, {})).empty()) << "steady noise may be anything";
    EXPECT_NO_THROW(find_silences(std::vector<float>(1000, NAN)));
    EXPECT_TRUE(find_silences(std::vector<float>(1, 0.5F)).empty());
}

TEST(Silences, JoinAtTheSeam) {
    std::vector<Silence> all = {{1, 2}, {9.5, 10}};
    append_silences(all, {{0, 0.5}, {3, 4}}, 10);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[1].end, 10.5);
    EXPECT_EQ(all[2].start, 13);
}

TEST(Cut, FallsIntoTheQuietestPlace) {
    const auto samples = voice_in_room(60, -20, -60, {{12, 12.5}, {41, 41.8}});
    EXPECT_NEAR(to_seconds(quietest_cut(samples, to_samples(30), to_samples(60))), 41.4, 0.2);
    EXPECT_NEAR(to_seconds(quietest_cut(samples, to_samples(5), to_samples(20))), 12.25, 0.1);
    EXPECT_EQ(quietest_cut(samples, samples.size(), samples.size() * 2), samples.size());
}

std::vector<std::string> texts(const std::vector<TranscriptSegment>& segments) {
    std::vector<std::string> all;
    for (const TranscriptSegment& segment : segments)
        all.push_back(segment.text);
    return all;
}

using testing::ElementsAre;

TEST(Hallucinations, KnowsWhatIsNoSpeech) {
    for (const char* text :
         {"", " ", "[BLANK_AUDIO]", "(applause)", "*music*", "♪ ♪", "...", "…", "[Music] (laughs) -"}) {
        EXPECT_TRUE(is_no_speech(text)) << text;
    }
    for (const char* text : {"a", "(applause) Thank you", "3", "ạ", "[ not closed", "f(x) is", "2*3*4"}) {
        EXPECT_FALSE(is_no_speech(text)) << text;
    }
    EXPECT_EQ(tidy_line(" a\t\n b\x01 \xFF\xC2\xA0 c "), "a b c");
}

TEST(Hallucinations, DropsWhatEnginesInvent) {
    const std::vector<Silence> silences = {{10, 20}};
    EXPECT_THAT(
        texts(drop_hallucinations(
            {{0, 4, "So this is a graph."},
             {4, 5, "[BLANK_AUDIO]"},
             {5, 9, "So this is a graph."},
             {10.5, 12, "Thank you."},
             {12, 19, "But a long sentence of many words may well be spoken very softly here."},
             {20, 21, "doubtful", 0.8, -1.4},
             {21, 22, "sure", 0.8, -0.3},
             {22, 23, "Okay."},
             {23, 24, "Okay."},
             {24, 25, "okay"},
             {25, 26, "Left here now please."},
             {26, 27, "Right there now please."},
             {27, 28, "Left here now please."},
             {28, 29, "Right there now please."}},
            silences, 30)),
        ElementsAre("So this is a graph.",
                    "But a long sentence of many words may well be spoken very softly here.", "sure", "Okay.",
                    "Okay.", "Left here now please.", "Right there now please.", "Left here now please."));
}

TEST(Hallucinations, SaysLoopsOnce) {
    std::string loop = "We begin";
    for (int i = 0; i < 20; ++i)
        loop += " and then we go on";
    EXPECT_THAT(texts(drop_hallucinations({{0, 20, loop + " to trees."}}, {}, 30)),
                ElementsAre("We begin and then we go on to trees."));
    EXPECT_THAT(texts(drop_hallucinations({{0, 20, "no no no, it is very very good"}}, {}, 30)),
                ElementsAre("no no no, it is very very good"));
}

TEST(Hallucinations, KeepsTimesInOrderInTheRecordingAndOutOfSilences) {
    const auto kept = drop_hallucinations({{5, 9, "second one here"},
                                           {-1, 6, "first one here"},
                                           {9, 99, "third one here"},
                                           {NAN, 1, "no time at all"}},
                                          {{0, 0.8}, {8.5, 9.5}, {15, 20}}, 20);
    ASSERT_EQ(kept.size(), 4U);
    EXPECT_EQ(kept[2].start, 5);
    EXPECT_EQ(kept[2].end, 8.5);
    EXPECT_EQ(kept[3].start, 9.5);
    EXPECT_EQ(kept[3].end, 15);
    for (std::size_t i = 1; i < kept.size(); ++i)
        EXPECT_LE(kept[i - 1].end, kept[i].start);
}

TEST(Hallucinations, FitsTimesToSilencesNearby) {
    const auto kept = drop_hallucinations(
        {{0.2, 5.3, "before the pause"}, {5.3, 8, "behind it"}, {8, 9, "right on"}}, {{3.5, 5}}, 9);
    ASSERT_EQ(kept.size(), 3U);
    EXPECT_EQ(kept[0].start, 0.2);
    EXPECT_EQ(kept[0].end, 3.5);
    EXPECT_EQ(kept[1].start, 5);
    EXPECT_EQ(kept[1].end, 8);
    EXPECT_EQ(kept[2].start, 8);
}

TEST(Sentences, EndWhereAPersonHearsIt) {
    for (const char* text : {"It ends.", "Does it?", "He said \"go.\"", "In 1999.", "So do I."}) {
        EXPECT_TRUE(ends_sentence(text)) << text;
    }
    for (const char* text : {"and Dr.", "by J.", "point 3.", "well...", "e.g.", "not yet", ""}) {
        EXPECT_FALSE(ends_sentence(text)) << text;
    }
}

TEST(Sentences, TakeTheTimesOfTheirWords) {
    const auto sentences = split_sentences({10, 20, "", 0.1, -0.2}, {{10, 11, " See"},
                                                                     {11, 12, " Mr"},
                                                                     {12, 12, "."},
                                                                     {12, 13, " X"},
                                                                     {13, 13.2, "."},
                                                                     {13.2, 14, " There"},
                                                                     {14, 14.5, "."},
                                                                     {15, 99, " More"}});
    ASSERT_EQ(sentences.size(), 2U);
    EXPECT_EQ(sentences[0].text, " See Mr. X. There.");
    EXPECT_EQ(sentences[0].start, 10);
    EXPECT_EQ(sentences[0].end, 14.5);
    EXPECT_EQ(sentences[1].start, 15);
    EXPECT_EQ(sentences[1].end, 20);
    EXPECT_EQ(sentences[1].no_speech, 0.1);
}

TEST(Checkpoint, ReadsWhatItWrote) {
    Checkpoint checkpoint;
    checkpoint.heard = {"en", "whisper x", 0, {{1.25, 2.5, "Xin \"chào\""}}, {{2.5, 3}}};
    checkpoint.next = 239.987;
    const auto read = parse_checkpoint(to_text(checkpoint), "whisper x");
    ASSERT_TRUE(read);
    EXPECT_EQ(to_text(*read), to_text(checkpoint));
    EXPECT_EQ(read->heard.segments[0].text, "Xin \"chào\"");
    EXPECT_DOUBLE_EQ(read->next, 239.987);
    EXPECT_FALSE(parse_checkpoint(to_text(checkpoint), "whisper y")) << "of another engine";
}

TEST(Checkpoint, OfAnotherKindIsNone) {
    for (const char* text :
         {"", "{", "[]", "{}", "null", R"({"version":1,"engine":"e"})",
          R"({"version":2,"engine":"e","language":"","next":0,"segments":[],"silences":[]})",
          R"({"version":1,"engine":"e","language":"","next":"x","segments":[],"silences":[]})",
          R"({"version":1,"engine":"e","language":"","next":-5,"segments":[],"silences":[]})",
          R"({"version":1,"engine":"e","language":"","next":0,"segments":[[1]],"silences":[]})"}) {
        EXPECT_FALSE(parse_checkpoint(text, "e")) << text;
    }
}

TEST(Wav, HoldsTheSamples) {
    const std::string wav = to_wav(std::vector<float>{0, 0.5F, -2, NAN});
    ASSERT_EQ(wav.size(), 52U);
    EXPECT_EQ(wav.substr(0, 4) + wav.substr(8, 8) + wav.substr(36, 4), "RIFFWAVEfmt data");
    EXPECT_EQ(wav.substr(4, 4), std::string("\x2C\0\0\0", 4));
    EXPECT_EQ(wav.substr(44), std::string("\0\0\0\x40\x01\x80\0\0", 8));
}

TEST(BaseUrl, IsTakenAsPeopleWriteIt) {
    for (const char* base : {"http://h:1", "http://h:1/", "http://h:1/v1", "http://h:1/v1/"}) {
        EXPECT_EQ(join_api_url(base, "x"), "http://h:1/v1/x");
    }
    EXPECT_EQ(join_api_url("https://h/openai/v1", "x"), "https://h/openai/v1/x");
    EXPECT_TRUE(is_base_url("http://localhost:8000"));
    EXPECT_FALSE(is_base_url("localhost:8000"));
    EXPECT_FALSE(is_base_url("file:///etc/passwd"));
}

std::string shown(const std::vector<Heard>& heard) {
    std::string text;
    for (const Heard& one : heard) {
        char line[64];
        std::snprintf(line, sizeof line, "%.1f-%.1f ", one.start, one.end);
        text += line + one.text + "|";
    }
    return text;
}

TEST(RemoteAnswer, IsReadWithItsLiberties) {
    struct Case {
        const char* body;
        const char* language;
        const char* segments;
    };
    const Case cases[] = {
        {R"({"text":"A b.","language":"english","duration":"9.5","segments":[{"start":0,"end":"2.5","text":" A b. "}]})",
         "en", "0.0-2.5 A b.|"},
        {R"({"segments":[{"start":0,"end":9,"text":"A b","words":[{"word":" A","start":1,"end":2},{"word":"b","start":2,"end":3}]}]})",
         "", "1.0-3.0 A b|"},
        {R"({"segments":[{"words":[{"word":"A","start":1,"end":2},{"word":"b.","start":2,"end":3}]}],"language":"EN-us"})",
         "en", "1.0-3.0 A b.|"},
        {R"({"text":"x","words":[{"word":"One","start":0,"end":1},{"word":"end.","start":1,"end":2},{"word":"Two","start":2,"end":3},{"text":"late","start":9,"end":9.5}]})",
         "", "0.0-2.0 One end.|2.0-3.0 Two|9.0-9.5 late|"},
        {R"({"text":"x","segments":null,"language":null})", "", ""},
        {R"({"text":"x","segments":[1,{"start":0},{"start":"x","end":1,"text":"t"},{"start":1e400,"end":1,"text":"t"}]})",
         "", ""},
        {R"({"text":"","segments":[]})", "", ""},
    };
    for (const Case& test : cases) {
        const auto answer = parse_remote_answer(test.body);
        ASSERT_TRUE(answer) << test.body;
        EXPECT_EQ(answer->language, test.language) << test.body;
        EXPECT_EQ(shown(answer->segments), test.segments) << test.body;
    }
    for (const char* body : {"", "x", "[]", "{}", R"({"text":5})", R"({"error":"x"})"}) {
        EXPECT_FALSE(parse_remote_answer(body)) << body;
    }
}

TEST(RemoteAnswer, WithoutTimesIsSpreadOverTheSpeech) {
    EXPECT_EQ(shown(spread_text("Aaaa bbb. Ccccc ddd.", 14, {{0, 2}, {7, 9}})),
              "2.0-6.5 Aaaa bbb.|6.5-14.0  Ccccc ddd.|");
    EXPECT_TRUE(spread_text("", 14, {}).empty());
}

TEST(ChatAnswer, IsFoundInWhatModelsWrite) {
    struct Case {
        const char* content;
        const char* name;  // nullptr: none
    };
    const Case cases[] = {
        {R"({"name":"Binary trees","summary":"s"})", "Binary trees"},
        {"Here:\n```json\n{\"name\": \"Binary trees.\"}\n```", "Binary trees"},
        {"<think>{\"name\":\"Wrong one\"}</think>{\"name\":\"Right one\",\"summary\":null}", "Right one"},
        {"{not json} {\"name\":\"Right one\"}", "Right one"},
        {R"({"title":"x"} {"name":"Right\none"})", "Right one"},
        {R"({"name":"x"})", nullptr},
        {R"({"name":""})", nullptr},
        {R"({"name":7})", nullptr},
        {R"({"name":"..."})", nullptr},
        {R"({"name":"unfinished)", nullptr},
        {"no object", nullptr},
        {"", nullptr},
    };
    for (const Case& test : cases) {
        const auto names = parse_chat_names(test.content);
        ASSERT_EQ(names.has_value(), test.name != nullptr) << test.content;
        if (names) {
            EXPECT_EQ(names->name, test.name);
        }
    }
    EXPECT_FALSE(parse_chat_names("{\"name\":\"" + std::string(101, 'x') + "\"}"));
    EXPECT_FALSE(parse_chat_names("{\"name\":\"good name\",\"summary\":\"" + std::string(601, 'x') + "\"}"));
    EXPECT_FALSE(parse_chat_names(std::string(50'000, '{')));
    EXPECT_FALSE(chat_content(R"({"choices":[]})"));
    EXPECT_FALSE(chat_content("nothing"));
    EXPECT_EQ(chat_content(R"({"choices":[{"message":{"content":"x"}}]})"), "x");
}

}  // namespace
}  // namespace lectern::media
