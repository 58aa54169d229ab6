// The embedded engine on human speech, with the weights that scripts/install-whisper brings.
#include "media/speech/base/samples.hpp"
#include "media/speech/checkpoint.hpp"
#include "media/speech/transcriber.hpp"
#include "tests/media/speech/shared_transcriber.hpp"
#include "tests/media/speech/spoken_recording.hpp"

#include <atomic>
#include <fstream>
#include <latch>
#include <thread>

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

namespace lectern::media {
namespace {

constexpr double pause_seconds = 1.5;

struct Spoken {
    std::vector<float> samples;
    std::string text;
    std::vector<Silence> passages;  // where each is spoken
};

// All passages with pauses between.
Spoken everything() {
    Spoken spoken;
    for (const std::string& name : passages) {
        const auto samples = spoken_passage(name);
        const double start = to_seconds(spoken.samples.size());
        spoken.passages.push_back({start, start + to_seconds(samples.size())});
        spoken.samples.insert(spoken.samples.end(), samples.begin(), samples.end());
        spoken.samples.resize(spoken.samples.size() + to_samples(pause_seconds));
        spoken.text += passage_text(name) + " ";
    }
    return spoken;
}

std::string joined(const Transcript& transcript) {
    std::string text;
    for (const TranscriptSegment& segment : transcript.segments)
        text += segment.text + " ";
    return text;
}

void expect_ordered(const Transcript& transcript) {
    double last = 0;
    for (const TranscriptSegment& segment : transcript.segments) {
        EXPECT_GE(segment.start, last);
        EXPECT_GT(segment.end, segment.start) << segment.text;
        EXPECT_FALSE(segment.text.empty());
        last = segment.end;
    }
    EXPECT_LE(last, transcript.duration);
    last = 0;
    for (const Silence& silence : transcript.silences) {
        EXPECT_GE(silence.start, last);
        EXPECT_GE(silence.end - silence.start, 0.29);
        last = silence.end;
    }
    EXPECT_LE(last, transcript.duration);
}

TEST(Whisper, UnderstandsPeopleAndGoesOnFromACheckpoint) {
    const Spoken spoken = everything();
    const UniqueFd recording = recording_of(spoken.samples);
    std::vector<std::string> checkpoints;
    std::vector<double> progress;
    TranscribeRequest request;
    request.recording = recording.get();
    request.save_checkpoint = [&](const std::string& text) { checkpoints.push_back(text); };
    WorkControl control;
    control.progress = [&](double fraction) { progress.push_back(fraction); };

    const auto whole = shared_transcriber().transcribe(request, control);
    ASSERT_TRUE(whole) << whole.error().message << " " << whole.error().detail;
    expect_ordered(*whole);
    EXPECT_LE(word_error_rate(spoken.text, joined(*whole)), 0.1) << joined(*whole);
    EXPECT_EQ(whole->language, "en");
    EXPECT_EQ(whole->engine, "whisper ggml-base.en");
    EXPECT_NEAR(whole->duration, to_seconds(spoken.samples.size()), 0.1);
    EXPECT_TRUE(std::is_sorted(progress.begin(), progress.end()));
    EXPECT_DOUBLE_EQ(progress.back(), 1);
    ASSERT_EQ(checkpoints.size(), 3U);

    // Each passage begins with a segment of its own, and the pause before it is known.
    for (std::size_t i = 0; i < spoken.passages.size(); ++i) {
        const double start = spoken.passages[i].start;
        EXPECT_TRUE(std::any_of(whole->segments.begin(), whole->segments.end(),
                                [&](const TranscriptSegment& s) { return std::abs(s.start - start) < 0.7; }))
            << "passage " << i << " at " << start << "\n"
            << to_subrip(*whole);
        const double pause = spoken.passages[i].end + pause_seconds / 2;
        EXPECT_TRUE(std::any_of(whole->silences.begin(), whole->silences.end(),
                                [&](const Silence& s) { return s.start < pause && pause < s.end; }))
            << "after passage " << i;
    }

    // From the second checkpoint only the third piece is heard again, and the result is the same.
    request.checkpoint = checkpoints[1];
    checkpoints.clear();
    progress.clear();
    const auto resumed = shared_transcriber().transcribe(request, control);
    ASSERT_TRUE(resumed) << resumed.error().message;
    EXPECT_EQ(checkpoints.size(), 1U);
    EXPECT_GT(progress.front(), 0.5);
    EXPECT_EQ(to_subrip(*resumed), to_subrip(*whole));
    ASSERT_EQ(resumed->silences.size(), whole->silences.size());
    for (std::size_t i = 0; i < whole->silences.size(); ++i) {
        EXPECT_NEAR(resumed->silences[i].start, whole->silences[i].start, 0.021);
    }
}

TEST(Whisper, HearsNothingInSilence) {
    const UniqueFd recording = recording_of(std::vector<float>(to_samples(20)));
    TranscribeRequest request;
    request.recording = recording.get();
    const auto heard = shared_transcriber().transcribe(request, {});
    ASSERT_TRUE(heard) << heard.error().message;
    EXPECT_TRUE(heard->segments.empty());
    ASSERT_EQ(heard->silences.size(), 1U);
    EXPECT_NEAR(heard->silences[0].end, 20, 0.1);
}

TEST(Whisper, StopsInTheMiddle) {
    const UniqueFd recording = recording_of(everything().samples);
    std::stop_source stop;
    int saved = 0;
    TranscribeRequest request;
    request.recording = recording.get();
    request.save_checkpoint = [&](const std::string&) {
        ++saved;
        stop.request_stop();
    };
    WorkControl control;
    control.stop = stop.get_token();
    const auto heard = shared_transcriber().transcribe(request, control);
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().kind, FailureKind::cancelled);
    EXPECT_EQ(saved, 1);

    stop = std::stop_source();
    control.stop = stop.get_token();
    request.save_checkpoint = [](const std::string&) { ADD_FAILURE() << "stopped within the first piece"; };
    control.progress = [&](double) { stop.request_stop(); };
    const auto within = shared_transcriber().transcribe(request, control);
    ASSERT_FALSE(within);
    EXPECT_EQ(within.error().kind, FailureKind::cancelled);
}

TEST(Whisper, WhoWaitsForTheModelCanBeStopped) {
    const UniqueFd recording = recording_of(spoken_passage("0880"));
    std::latch holds(1);
    std::latch may_go(1);
    std::thread first([&] {
        TranscribeRequest request;
        request.recording = recording.get();
        request.save_checkpoint = [&](const std::string&) {
            holds.count_down();
            may_go.wait();
        };
        EXPECT_TRUE(shared_transcriber().transcribe(request, {}));
    });
    holds.wait();
    std::stop_source stop;
    WorkControl control;
    control.stop = stop.get_token();
    TranscribeRequest request;
    request.recording = recording.get();
    request.save_checkpoint = [](const std::string&) { ADD_FAILURE() << "two at a time"; };
    std::thread second([&] {
        const auto heard = shared_transcriber().transcribe(request, control);
        ASSERT_FALSE(heard);
        EXPECT_EQ(heard.error().kind, FailureKind::cancelled);
    });
    stop.request_stop();
    second.join();
    may_go.count_down();
    first.join();
}

TEST(Whisper, PassesOnWhatTheOwnerThrows) {
    const UniqueFd recording = recording_of(std::vector<float>(to_samples(3)));
    TranscribeRequest request;
    request.recording = recording.get();
    request.save_checkpoint = [](const std::string&) { throw std::runtime_error("the store is away"); };
    EXPECT_THROW(shared_transcriber().transcribe(request, {}), std::runtime_error);
}

}  // namespace
}  // namespace lectern::media
