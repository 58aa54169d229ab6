#include "media/playlist/offer.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(NamedCodecs, AreTold) {
    const std::tuple<const char*, bool, bool, bool> table[] = {
        {"avc1.64001f,mp4a.40.2", true, true, false},
        {" hvc1.1.6.L93.B0 , ec-3 ", true, true, false},
        {"av01.0.04M.08", true, false, false},
        {"opus", false, true, false},
        {"avc1.64001f,wvtt", true, false, false},
        {"dvh1.05.06,mp4a.40.2", false, true, true},
        {"vp09.00.10.08,opus", true, true, false},
        {"", false, false, false},
        {",,", false, false, false},
        {"avc1x", false, false, true},
    };
    for (const auto& [list, video, audio, other] : table) {
        const NamedCodecs codecs = read_codecs(list);
        EXPECT_EQ(codecs.video, video) << list;
        EXPECT_EQ(codecs.audio, audio) << list;
        EXPECT_EQ(codecs.other, other) << list;
    }
}

}  // namespace
}  // namespace lectern::media
