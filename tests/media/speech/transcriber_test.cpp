#include "media/speech/transcriber.hpp"

#include "domain/base/unique_fd.hpp"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

namespace lectern::media {
namespace {

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
