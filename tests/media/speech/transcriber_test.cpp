#include "media/speech/transcriber.hpp"

#include "tests/media/speech/shared_transcriber.hpp"
#include "tests/media/support/memory_file.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

TEST(Transcriber, RefusesAnEngineThatNobodyKnows) {
    SpeechOptions options;
    options.engine = "ear trumpet";
    EXPECT_THROW(make_transcriber(options), std::invalid_argument);
}

TEST(Transcriber, SaysWhatIsNoRecording) {
    const UniqueFd file = test::make_file("hello");
    TranscribeRequest request;
    request.recording = file.get();
    const auto heard = shared_transcriber().transcribe(request, {});
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().kind, FailureKind::permanent);
}

}  // namespace
}  // namespace lectern::media
