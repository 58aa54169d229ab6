#include "media/speech/captions/captions.hpp"

#include "media/speech/captions/caption_text.hpp"

#include <random>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

std::string shown(const std::vector<TranscriptSegment>& segments) {
    std::string text;
    for (const TranscriptSegment& segment : segments) {
        char line[64];
        std::snprintf(line, sizeof line, "%.2f-%.2f ", segment.start, segment.end);
        text += line + segment.text + "\n";
    }
    return text;
}

struct ParseCase {
    const char* name;
    std::string file;
    const char* expected;
};

TEST(Captions, AreReadFromWhateverPlayersAccept) {
    using namespace std::string_literals;
    const ParseCase cases[] = {
        {"SubRip",
         "1\n00:00:01,000 --> 00:00:02,500\nHello\nthere\n\n2\n01:00:00,000 --> 01:00:01,000\nBye\n",
         "1.00-2.50 Hello there\n3600.00-3601.00 Bye\n"},
        {"WebVTT",
         "WEBVTT - title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE a remark\n\nintro\n00:01.000 "
         "--> "
         "00:02.000 align:start position:0%\n<v Roger Bingham>We are <i>here</i>\n",
         "1.00-2.00 We are here\n"},
        {"old Mac line ends", "1\r00:00:01,000 --> 00:00:02,000\rA\r\r2\r00:00:03,000 --> 00:00:04,000\rB\r",
         "1.00-2.00 A\n3.00-4.00 B\n"},
        {"Windows line ends and a byte order mark",
         "\xEF\xBB\xBF"
         "1\r\n00:00:01,000 --> 00:00:02,000\r\nA\r\n\r\n",
         "1.00-2.00 A\n"},
        {"UTF-16, little end first",
         "\xFF\xFE"
         "0\0:\0001\0 \0-\0-\0>\0 \0000\0:\0002\0\n\0\xA1\x1E\n\0"s,
         "1.00-2.00 \u1EA1\n"},
        {"Latin-1", "00:01 --> 00:02\nCaf\xE9\n", "1.00-2.00 Caf\u00E9\n"},
        {"entities", "00:01 --> 00:02\na &lt; b &amp;&amp; c&nbsp;&#100; &#x2764; &bogus; &\n",
         "1.00-2.00 a < b && c d \u2764 &bogus; &\n"},
        {"styles of other formats", "00:01 --> 00:02\n{\\an8}<font color=\"red\">A</font> < B\n",
         "1.00-2.00 A < B\n"},
        {"new speakers", "00:01 --> 00:02\n&gt;&gt; Yes.\n\n00:02 --> 00:03\n- No.\n",
         "1.00-2.00 Yes.\n2.00-3.00 No.\n"},
        {"no blank line between", "1\n00:01 --> 00:02\nA\n2\n00:03 --> 00:04\nB\n",
         "1.00-2.00 A\n3.00-4.00 B\n"},
        {"a blank line before the text", "00:01 --> 00:02\n \nA\n", "1.00-2.00 A\n"},
        {"no line end at the end", "00:01 --> 00:02\nA", "1.00-2.00 A\n"},
        {"wrong order", "00:05 --> 00:06\nB\n\n00:01 --> 00:02\nA\n", "1.00-2.00 A\n5.00-6.00 B\n"},
        {"ends before it starts", "00:05 --> 00:01\nA\n", "5.00-5.00 A\n"},
        {"short fractions", "00:01.5 --> 00:02.25\nA\n", "1.50-2.25 A\n"},
        {"no captions at all", "Just a text --> with an arrow\nand 12:30 a time\n", ""},
        {"broken times", "00:01 -> 00:02\nA\n\n:: --> 00:01\nB\n\n1:2:3:4 --> 9\nC\n\n-1:00 --> 00:02\nD\n",
         ""},
        {"times too large to count", "99999999999999999999:00 --> 00:02\nA\n", ""},
        {"empty", "", ""},
        {"only a mark", "\xFF\xFE", ""},
    };
    for (const ParseCase& test : cases)
        EXPECT_EQ(shown(parse_captions(test.file)), test.expected) << test.name;
}

TEST(Captions, OfAnySizeAreBounded) {
    EXPECT_TRUE(parse_captions(std::string(max_caption_bytes + 1, 'x')).empty());
    std::string file = "00:01 --> 00:02\n";
    for (int i = 0; i < 10'000; ++i)
        file += "many words\n";
    const auto cues = parse_captions(file);
    ASSERT_EQ(cues.size(), 1U);
    EXPECT_LT(cues[0].text.size(), 5000U);
}

TEST(Captions, OfNoiseAreWellFormed) {
    std::mt19937 random(7);
    const std::string alphabet = "0123:.,-> \n\r<>&;{}\\ab\xC3\xA9\xFF";
    for (int round = 0; round < 300; ++round) {
        std::string file = round % 3 == 0 ? "\xFF\xFE" : "";
        for (int i = 0; i < 400; ++i)
            file += alphabet[random() % alphabet.size()];
        double last = 0;
        for (const TranscriptSegment& cue : spoken_captions(parse_captions(file), 100)) {
            EXPECT_GE(cue.start, last);
            EXPECT_GE(cue.end, cue.start);
            EXPECT_LE(cue.end, 100);
            EXPECT_FALSE(cue.text.empty());
            last = cue.start;
        }
    }
}

TEST(Captions, ThatRollSayEachWordOnce) {
    // What a video site's automatic captions look like: two lines, the lower one moves up.
    const std::string rolling =
        "WEBVTT\n\n00:00.000 --> 00:02.000\n \nso<00:00.500><c> today</c> we\n\n"
        "00:02.000 --> 00:02.010\nso today we\n \n\n"
        "00:02.010 --> 00:04.000\nso today we\ntalk about graphs\n\n"
        "00:04.000 --> 00:04.010\ntalk about graphs\n \n\n"
        "00:04.010 --> 00:06.000\ntalk about graphs\nand trees\n\n"
        "00:06.000 --> 00:06.010\nand trees\n \n\n";
    EXPECT_EQ(shown(spoken_captions(parse_captions(rolling), 60)),
              "0.00-2.00 so today we\n2.01-4.00 talk about graphs\n4.01-6.00 and trees\n");
    // What live captions look like: the line grows.
    EXPECT_EQ(shown(spoken_captions(
                  {{0, 1, "so"}, {1, 2, "so today"}, {2, 3, "so today we"}, {3, 4, "so today we go"}}, 60)),
              "0.00-1.00 so\n1.00-2.00 today\n2.00-3.00 we\n3.00-4.00 go\n");
}

TEST(Captions, ThatDoNotRollKeepTheirRepetitions) {
    EXPECT_EQ(shown(spoken_captions({{0, 1, "Is it here?"},
                                     {1, 2, "No."},
                                     {2, 3, "No."},
                                     {3, 4, "Then where?"},
                                     {4, 5, "There."},
                                     {5, 6, "Ah."}},
                                    60)),
              "0.00-1.00 Is it here?\n1.00-2.00 No.\n2.00-3.00 No.\n3.00-4.00 Then where?\n4.00-5.00 There.\n"
              "5.00-6.00 Ah.\n");
}

TEST(Captions, AreKeptInsideTheRecording) {
    EXPECT_EQ(
        shown(spoken_captions(
            {{0, 5, "A b"}, {4, 20, "C d"}, {4, 20, "C d"}, {11, 12, "late"}, {3, 3.5, "[Music]"}}, 10)),
        "0.00-4.00 A b\n4.00-10.00 C d\n");
}

TEST(Captions, MustCoverTheRecording) {
    std::vector<TranscriptSegment> lecture;
    for (int i = 0; i < 60; ++i)
        lecture.push_back({i * 10.0, i * 10.0 + 9, "about twenty words a minute here"});
    EXPECT_TRUE(cover_the_speech(lecture, 600));
    EXPECT_FALSE(cover_the_speech(lecture, 7200)) << "the words end long before the recording";
    EXPECT_FALSE(cover_the_speech({{0, 2, "Welcome"}, {500, 502, "[in French] Thank you all"}}, 600));
    EXPECT_FALSE(cover_the_speech({}, 600));
}

}  // namespace
}  // namespace lectern::media
