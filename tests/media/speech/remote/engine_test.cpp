// Remote engines, against a service in their place on this machine.
#include "media/speech/base/samples.hpp"
#include "media/speech/transcriber.hpp"
#include "tests/media/speech/speech_service.hpp"
#include "tests/media/speech/spoken_recording.hpp"

#include <thread>

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;
using testing::Not;

class Remote : public testing::Test {
protected:
    SpeechOptions options(const std::string& scene) {
        SpeechOptions options;
        options.engine = "remote";
        options.remote_url = service_.url(scene);
        options.remote_model = "whisper-1";
        options.remote_key = "sk-very-secret";
        options.remote_retry = std::chrono::milliseconds(1);
        return options;
    }
    Outcome<Transcript> transcribe(const std::string& scene, double chunk_seconds = 240,
                                   const WorkControl& control = {}) {
        SpeechOptions with = options(scene);
        with.chunk_seconds = chunk_seconds;
        TranscribeRequest request;
        request.recording = recording_.get();
        return make_transcriber(with)->transcribe(request, control);
    }
    // A scene that fails; the key is told to nobody.
    Failure failure_of(const std::string& scene) {
        const auto heard = transcribe(scene);
        EXPECT_FALSE(heard) << scene;
        if (heard) return Failure::cancelled();
        EXPECT_THAT(heard.error().message + heard.error().detail, Not(HasSubstr("secret"))) << scene;
        return heard.error();
    }

    static std::vector<float> long_speech() {
        std::vector<float> samples;
        while (to_seconds(samples.size()) < 60) {
            for (const std::string& name : passages) {
                const auto passage = spoken_passage(name);
                samples.insert(samples.end(), passage.begin(), passage.end());
            }
        }
        return samples;
    }

    SpeechService service_;
    UniqueFd recording_ = recording_of(long_speech());
    double duration_ = to_seconds(long_speech().size());
};

TEST_F(Remote, SendsPiecesAndPutsThemTogether) {
    const auto heard = transcribe("verbose", 30);
    ASSERT_TRUE(heard) << heard.error().message << heard.error().detail;
    const auto asked = service_.asked("verbose");
    ASSERT_GE(asked.size(), 3U);
    double sum = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto& entry = asked[i];
        EXPECT_EQ(entry.at("path"), "/v1/audio/transcriptions");
        EXPECT_EQ(entry.at("authorization"), "Bearer sk-very-secret");
        EXPECT_EQ(entry.at("filename"), "audio.wav");
        EXPECT_EQ(entry.at("model"), "whisper-1");
        EXPECT_EQ(entry.at("response_format"), "verbose_json");
        EXPECT_EQ(entry.at("timestamp_granularities[]"), "segment");
        // The language that the first answer told is said with all others, which keeps them in one.
        EXPECT_EQ(entry.contains("language"), i > 0);
        EXPECT_LE(entry.at("seconds").to_number<double>(), 30.01);
        sum += entry.at("seconds").to_number<double>();
    }
    EXPECT_NEAR(sum, duration_, 0.1) << "every sample is sent once";
    EXPECT_EQ(heard->language, "en");
    EXPECT_EQ(heard->engine, "remote whisper-1");

    // Two halves of each piece, one after the other; the invented segments are gone.
    ASSERT_EQ(heard->segments.size(), asked.size() * 2);
    double offset = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const double seconds = asked[i].at("seconds").to_number<double>();
        const TranscriptSegment& second = heard->segments[2 * i + 1];
        EXPECT_EQ(second.text, "Second half of piece " + std::to_string(i + 1) + ".");
        EXPECT_NEAR(second.start, offset + seconds / 2, 0.8);
        offset += seconds;
        EXPECT_LE(second.end, offset + 0.01);
    }
}

TEST_F(Remote, TriesAgainWhatMayChange) {
    const auto heard = transcribe("busy");
    ASSERT_TRUE(heard) << heard.error().message << heard.error().detail;
    EXPECT_EQ(service_.asked("busy").size(), 4U);
}

TEST_F(Remote, FallsBackToTheSimpleFormAndItsOwnTimes) {
    const auto heard = transcribe("plain");
    ASSERT_TRUE(heard) << heard.error().message << heard.error().detail;
    const auto asked = service_.asked("plain");
    // verbose_json once, json for the whole, and then pieces short enough to tell the times by.
    ASSERT_EQ(asked.size(), 4U);
    EXPECT_EQ(asked[0].at("response_format"), "verbose_json");
    EXPECT_EQ(asked[1].at("response_format"), "json");
    EXPECT_NEAR(asked[2].at("seconds").to_number<double>() + asked[3].at("seconds").to_number<double>(),
                duration_, 0.1);
    ASSERT_EQ(heard->segments.size(), 4U);
    EXPECT_EQ(heard->segments[0].text, "One sentence here.");
    EXPECT_GE(heard->segments[2].start, asked[2].at("seconds").to_number<double>() - 0.01);
    EXPECT_LE(heard->segments[3].end, duration_ + 0.01);
}

TEST_F(Remote, SaysWhatAPersonCanDo) {
    const Failure key = failure_of("key");
    EXPECT_EQ(key.kind, FailureKind::permanent);
    EXPECT_THAT(key.message, HasSubstr("speech.remote_key"));
    EXPECT_EQ(service_.asked("key").size(), 1U);

    EXPECT_EQ(failure_of("gone").kind, FailureKind::transient);
    EXPECT_EQ(service_.asked("gone").size(), 5U);

    const Failure later = failure_of("later");
    EXPECT_EQ(later.kind, FailureKind::transient);
    EXPECT_EQ(later.retry_after, std::chrono::seconds(3600));
    EXPECT_EQ(service_.asked("later").size(), 1U) << "an hour is waited for by the job, not here";

    EXPECT_EQ(failure_of("quota").kind, FailureKind::permanent);
    EXPECT_THAT(failure_of("html").message, HasSubstr("does not understand"));
    const Failure wrong = failure_of("verbose/elsewhere");
    EXPECT_EQ(wrong.kind, FailureKind::permanent);
    EXPECT_THAT(wrong.message, HasSubstr("speech.remote_url"));
}

TEST_F(Remote, StopsWhileTheServiceThinks) {
    std::stop_source stop;
    WorkControl control;
    control.stop = stop.get_token();
    std::thread stopper([&] {
        EXPECT_EQ(service_.read_line(), "waiting");
        stop.request_stop();
    });
    const auto heard = transcribe("slow", 240, control);
    stopper.join();
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().kind, FailureKind::cancelled);
}

TEST_F(Remote, ThatIsNotSetUpIsMissing) {
    SpeechOptions without = options("verbose");
    without.remote_url = "localhost";
    ASSERT_TRUE(make_transcriber(without)->missing());
    EXPECT_THAT(make_transcriber(without)->missing()->message, HasSubstr("speech.remote_url"));
    without = options("verbose");
    without.remote_model.clear();
    ASSERT_TRUE(make_transcriber(without)->missing());
    EXPECT_FALSE(make_transcriber(options("verbose"))->missing());
}

}  // namespace
}  // namespace lectern::media
