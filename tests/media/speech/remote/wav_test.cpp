#include "media/speech/remote/wav.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

TEST(Wav, HoldsTheSamples) {
    const std::string wav = to_wav(std::vector<float>{0, 0.5F, -2, NAN});
    ASSERT_EQ(wav.size(), 52U);
    EXPECT_EQ(wav.substr(0, 4) + wav.substr(8, 8) + wav.substr(36, 4), "RIFFWAVEfmt data");
    EXPECT_EQ(wav.substr(4, 4), std::string("\x2C\0\0\0", 4));
    EXPECT_EQ(wav.substr(44), std::string("\0\0\0\x40\x01\x80\0\0", 8));
}

}  // namespace
}  // namespace lectern::media
