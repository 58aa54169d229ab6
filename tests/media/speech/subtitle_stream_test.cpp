// Recordings that bring their own text: none of these has a model to listen with.
#include "media/speech/transcriber.hpp"
#include "tests/media/support/ffmpeg.hpp"
#include "tests/media/support/make_clip.hpp"

#include <thread>

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <unistd.h>

namespace lectern::media {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Outcome<Transcript> transcribe(const test::ClipSpec& spec, bool ignore_subtitles = false) {
    SpeechOptions options;
    options.model = "/nonexistent/model.bin";
    const UniqueFd recording = test::make_clip(spec);
    TranscribeRequest request;
    request.recording = recording.get();
    request.ignore_subtitles = ignore_subtitles;
    return make_transcriber(options)->transcribe(request, {});
}

test::ClipSpec captioned() {
    test::ClipSpec spec{.format = "matroska"};
    spec.captions_codec = "subrip";
    spec.captions = {{0.5, 2, "First we look at trees."}, {2.25, 5, "Then we look at graphs."}};
    return spec;
}

TEST(SubtitleStream, IsUsedInsteadOfListening) {
    const auto read = transcribe(captioned());
    ASSERT_TRUE(read) << read.error().message << read.error().detail;
    EXPECT_EQ(read->engine, "subtitles");
    EXPECT_NEAR(read->duration, 6, 0.1);
    ASSERT_EQ(read->segments.size(), 2U);
    EXPECT_EQ(read->segments[0].text, "First we look at trees.");
    EXPECT_NEAR(read->segments[1].start, 2.25, 0.01);
    EXPECT_NEAR(read->segments[1].end, 5, 0.01);
}

TEST(SubtitleStream, IsReadAtThePriorityOfTheCaller) {
    const auto nice_here = [] { return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())); };
    const UniqueFd recording = test::make_clip(captioned());
    const int own = nice_here();
    for (const int nice : {own, own + 3}) {
        std::vector<int> seen;
        std::jthread([&] {
            ASSERT_EQ(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nice), 0);
            TranscribeRequest request;
            request.recording = recording.get();
            WorkControl control;
            control.progress = [&](double) { seen.push_back(nice_here()); };
            ASSERT_TRUE(make_transcriber({})->transcribe(request, control));
        }).join();
        EXPECT_THAT(seen, AllOf(Not(IsEmpty()), Each(nice)));
    }
}

TEST(SubtitleStream, NeedsNoAudio) {
    test::ClipSpec spec = captioned();
    spec.audio.clear();
    const auto read = transcribe(spec);
    ASSERT_TRUE(read) << read.error().message << read.error().detail;
    EXPECT_EQ(read->segments.size(), 2U);
    EXPECT_TRUE(read->silences.empty());
}

TEST(SubtitleStream, ThatHoldsNoTranscriptIsPassedOver) {
    test::ClipSpec spec = captioned();
    spec.captions = {{0.5, 1, "Hm."}};
    const auto silent = transcribe(spec);
    ASSERT_FALSE(silent);
    EXPECT_THAT(silent.error().message, HasSubstr("speech model is missing"));

    const auto ignored = transcribe(captioned(), true);
    ASSERT_FALSE(ignored);
    EXPECT_THAT(ignored.error().message, HasSubstr("speech model is missing"));
}

TEST(SubtitleStream, ThatIsKeptKeepsItsLanguageAndItsNotice) {
    // Both have too few words, and the second one fewer.
    const UniqueFd more = test::make_file(
        "1\n00:00:01,000 --> 00:00:03,000\nXin ch\u00E0o.\n\n2\n00:00:30,000 --> 00:00:33,000\n"
        "H\u1EBFt gi\u1EDD.\n\n");
    const UniqueFd fewer = test::make_file("1\n00:00:01,000 --> 00:00:58,000\nHello.\n\n");
    const UniqueFd recording = test::ffmpeg(
        "-f lavfi -i color=black:s=64x64:r=5:d=60 -f srt -i IN0 -f srt -i IN1 -map 0 -map 1 "
        "-map 2 -c:v libx264 -c:s subrip -metadata:s:s:0 language=vie "
        "-metadata:s:s:1 language=eng",
        "matroska", {more.get(), fewer.get()});
    TranscribeRequest request;
    request.recording = recording.get();
    const auto read = make_transcriber({})->transcribe(request, {});
    ASSERT_TRUE(read) << read.error().message << read.error().detail;
    EXPECT_EQ(read->segments.size(), 2U);
    EXPECT_EQ(read->language, "");
    EXPECT_THAT(read->notice, HasSubstr("end at"));
}

TEST(SubtitleStream, AndAudioMissingIsTold) {
    const auto heard = transcribe({.audio = ""});
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().kind, FailureKind::permanent);
    EXPECT_THAT(heard.error().message, HasSubstr("no audio"));
}

}  // namespace
}  // namespace lectern::media
