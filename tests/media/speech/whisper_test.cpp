// The embedded engine on human speech, with the weights that scripts/install-whisper brings.
#include "media/speech/base/samples.hpp"
#include "media/speech/checkpoint.hpp"
#include "media/speech/transcriber.hpp"
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

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

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

// Short pieces, so that the passages make three.
SpeechOptions short_pieces() {
    SpeechOptions options;
    options.chunk_seconds = 14;
    return options;
}

// Reads the model once for all tests of a process.
Transcriber& transcriber() {
    static const std::unique_ptr<Transcriber> one = make_transcriber(short_pieces());
    return *one;
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

    const auto whole = transcriber().transcribe(request, control);
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
    const auto resumed = transcriber().transcribe(request, control);
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
    const auto heard = transcriber().transcribe(request, {});
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
    const auto heard = transcriber().transcribe(request, control);
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().kind, FailureKind::cancelled);
    EXPECT_EQ(saved, 1);

    stop = std::stop_source();
    control.stop = stop.get_token();
    request.save_checkpoint = [](const std::string&) { ADD_FAILURE() << "stopped within the first piece"; };
    control.progress = [&](double) { stop.request_stop(); };
    const auto within = transcriber().transcribe(request, control);
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
        EXPECT_TRUE(transcriber().transcribe(request, {}));
    });
    holds.wait();
    std::stop_source stop;
    WorkControl control;
    control.stop = stop.get_token();
    TranscribeRequest request;
    request.recording = recording.get();
    request.save_checkpoint = [](const std::string&) { ADD_FAILURE() << "two at a time"; };
    std::thread second([&] {
        const auto heard = transcriber().transcribe(request, control);
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
    EXPECT_THROW(transcriber().transcribe(request, {}), std::runtime_error);
}

class WhisperModelFile : public testing::Test {
protected:
    WhisperModelFile() {
        const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = fs::path(testing::TempDir()) /
                  (std::string("speech-") + test->name() + std::to_string(::getpid()));
        fs::create_directories(folder_);
    }
    ~WhisperModelFile() override { fs::remove_all(folder_); }

    fs::path write(const std::string& bytes) {
        const fs::path path = folder_ / "model.bin";
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    Failure failure_with(const fs::path& model, const std::string& language = "") {
        SpeechOptions options;
        options.model = model;
        options.language = language;
        const auto heard = make_transcriber(options)->transcribe(request(), {});
        EXPECT_FALSE(heard);
        return heard ? Failure::cancelled() : heard.error();
    }
    TranscribeRequest request() {
        TranscribeRequest request;
        request.recording = recording_.get();
        return request;
    }

    fs::path folder_;
    static std::vector<float> passage_and_pause() {
        std::vector<float> samples = spoken_passage("0880");
        samples.resize(samples.size() + sample_rate);
        return samples;
    }

    UniqueFd recording_ = recording_of(passage_and_pause());
};

TEST_F(WhisperModelFile, ThatIsMissingIsToldWithTheRemedy) {
    SpeechOptions options;
    options.model = folder_ / "none.bin";
    const auto transcriber = make_transcriber(options);
    ASSERT_TRUE(transcriber->missing());
    const auto heard = transcriber->transcribe(request(), {});
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().kind, FailureKind::permanent);
    EXPECT_THAT(heard.error().message, HasSubstr("scripts/install-whisper"));
    EXPECT_THAT(heard.error().message, HasSubstr("speech.model"));
    EXPECT_THAT(heard.error().message, Not(HasSubstr(folder_.string())));
    EXPECT_THAT(heard.error().detail, HasSubstr("none.bin"));
    EXPECT_EQ(failure_with(folder_).kind, FailureKind::permanent) << "a folder is no model";
}

TEST_F(WhisperModelFile, ThatIsDamagedIsAFailure) {
    std::ifstream file(default_model_path(), std::ios::binary);
    ASSERT_TRUE(file) << "run scripts/install-whisper";
    std::string beginning(12 << 20, '\0');
    file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    const auto damaged = HasSubstr("damaged");
    EXPECT_THAT(failure_with(write("")).message, damaged);
    EXPECT_THAT(failure_with(write("not a model")).message, damaged);
    EXPECT_THAT(failure_with(write(std::string(12 << 20, 'x'))).message, damaged);
    EXPECT_THAT(failure_with(write(beginning)).message, damaged) << "the rest is missing";
    std::string absurd = beginning;
    absurd[8] = '\x7F';
    absurd[11] = '\x7F';
    EXPECT_THAT(failure_with(write(absurd)).message, damaged);

    // The hash beside a file decides, whatever is in the file.
    std::ofstream(folder_ / "model.bin.sha256") << std::string(64, '0') << "  model.bin\n";
    const Failure failure = failure_with(write(beginning));
    EXPECT_THAT(failure.message, damaged);
    EXPECT_THAT(failure.detail, HasSubstr("sha256"));
}

TEST_F(WhisperModelFile, ForEnglishRefusesOtherLanguages) {
    const Failure vietnamese = failure_with({}, "vi");
    EXPECT_EQ(vietnamese.kind, FailureKind::permanent);
    EXPECT_THAT(vietnamese.message, HasSubstr("English only"));
    EXPECT_THAT(failure_with({}, "klingon").message, HasSubstr("does not know"));
}

TEST_F(WhisperModelFile, IsNotNeededForARecordingWithSubtitles) {
    SpeechOptions options;
    options.model = folder_ / "none.bin";
    TranscribeRequest with_sidecar = request();
    with_sidecar.sidecar_subtitles =
        "1\n00:00:00,500 --> 00:00:02,500\nHe was not an ill-disposed young man.\n";
    const auto read = make_transcriber(options)->transcribe(with_sidecar, {});
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->engine, "subtitles");
    ASSERT_EQ(read->segments.size(), 1U);
    EXPECT_EQ(read->segments[0].text, "He was not an ill-disposed young man.");
    EXPECT_FALSE(read->silences.empty()) << "pauses are heard all the same";

    with_sidecar.sidecar_subtitles = "no captions in here";
    const auto heard = make_transcriber(options)->transcribe(with_sidecar, {});
    ASSERT_FALSE(heard);
    EXPECT_THAT(heard.error().message, HasSubstr("speech model is missing"));
}

TEST(Transcriber, RefusesAnEngineThatNobodyKnows) {
    SpeechOptions options;
    options.engine = "ear trumpet";
    EXPECT_THROW(make_transcriber(options), std::invalid_argument);
}

TEST(Transcriber, SaysWhatIsNoRecording) {
    const UniqueFd file(::memfd_create("text", MFD_CLOEXEC));
    ASSERT_EQ(::write(file.get(), "hello", 5), 5);
    TranscribeRequest request;
    request.recording = file.get();
    const auto heard = transcriber().transcribe(request, {});
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().kind, FailureKind::permanent);
}

}  // namespace
}  // namespace lectern::media
