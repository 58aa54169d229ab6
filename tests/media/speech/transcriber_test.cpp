#include "media/speech/transcriber.hpp"

#include "domain/base/unique_fd.hpp"
#include "tests/media/speech/shared_transcriber.hpp"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

namespace lectern::media {
namespace {

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
    const auto heard = shared_transcriber().transcribe(request, {});
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().kind, FailureKind::permanent);
}

}  // namespace
}  // namespace lectern::media
