// Recordings that bring their own text: none of these has a model to listen with.
#include "media/speech/transcriber.hpp"
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

TEST(SubtitleStream, AndAudioMissingIsTold) {
    const auto heard = transcribe({.audio = ""});
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().kind, FailureKind::permanent);
    EXPECT_THAT(heard.error().message, HasSubstr("no audio"));
}

}  // namespace
}  // namespace lectern::media
