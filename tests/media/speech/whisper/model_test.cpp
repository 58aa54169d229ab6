#include "media/speech/base/samples.hpp"
#include "media/speech/transcriber.hpp"
#include "tests/media/speech/spoken_recording.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class WhisperModelFile : public testing::Test {
protected:
    fs::path write(const std::string& bytes) {
        const fs::path path = folder_.path() / "model.bin";
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

    TemporaryFolder folder_;
    static std::vector<float> passage_and_pause() {
        std::vector<float> samples = spoken_passage("0880");
        samples.resize(samples.size() + sample_rate);
        return samples;
    }

    UniqueFd recording_ = recording_of(passage_and_pause());
};

TEST_F(WhisperModelFile, ThatIsMissingIsToldWithTheRemedy) {
    SpeechOptions options;
    options.model = folder_.path() / "none.bin";
    const auto transcriber = make_transcriber(options);
    ASSERT_TRUE(transcriber->missing());
    const auto heard = transcriber->transcribe(request(), {});
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().kind, FailureKind::permanent);
    EXPECT_THAT(heard.error().message, HasSubstr("scripts/install-whisper"));
    EXPECT_THAT(heard.error().message, HasSubstr("speech.model"));
    EXPECT_THAT(heard.error().message, Not(HasSubstr(folder_.path().string())));
    EXPECT_THAT(heard.error().detail, HasSubstr("none.bin"));
    EXPECT_EQ(failure_with(folder_.path()).kind, FailureKind::permanent) << "a folder is no model";
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
    std::ofstream(folder_.path() / "model.bin.sha256") << std::string(64, '0') << "  model.bin\n";
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
    options.model = folder_.path() / "none.bin";
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

}  // namespace
}  // namespace lectern::media
