#include "media/playback/codec_string.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

std::string avc(int profile, int level) {
    AVCodecParameters codec{};
    codec.codec_id = AV_CODEC_ID_H264;
    codec.profile = profile;
    codec.level = level;
    return codec_string(codec);
}

TEST(CodecString, OfAvcHasProfileConstraintsAndLevel) {
    EXPECT_EQ(avc(FF_PROFILE_H264_HIGH, 31), "avc1.64001f");
    EXPECT_EQ(avc(FF_PROFILE_H264_CONSTRAINED_BASELINE, 30), "avc1.42401e");
    EXPECT_EQ(avc(FF_PROFILE_H264_HIGH_10_INTRA, 40), "avc1.6e1028");
}

TEST(CodecString, OfAvcWithAnUnknownProfileClaimsNoConstraint) {
    EXPECT_EQ(avc(FF_PROFILE_UNKNOWN, 31), "avc1.00001f");
    EXPECT_EQ(avc(FF_PROFILE_UNKNOWN, FF_LEVEL_UNKNOWN), "avc1.000000");
}

}  // namespace
}  // namespace lectern::media
