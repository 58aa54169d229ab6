#include "domain/lecture/playback.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern {
namespace {

using testing::HasSubstr;

struct Case {
    PlaybackFacts facts;
    const char* mime;
    const char* obstacle;  // a part of it; "" if the recording plays as it is
};

class PlaybackTest : public testing::TestWithParam<Case> {};

TEST_P(PlaybackTest, SaysWhatStandsInTheWay) {
    const auto& [facts, mime, obstacle] = GetParam();
    EXPECT_EQ(media_type_of(facts), mime);
    if (*obstacle == '\0')
        EXPECT_EQ(playback_obstacle(facts), "");
    else
        EXPECT_THAT(playback_obstacle(facts), HasSubstr(obstacle));
}

INSTANTIATE_TEST_SUITE_P(Recordings, PlaybackTest,
                         testing::Values(Case{{"mov", "h264", "aac"}, "video/mp4", ""},
                                         Case{{"mov", "h264", ""}, "video/mp4", ""},
                                         Case{{"mov", "av1", "opus"}, "video/mp4", ""},
                                         Case{{"matroska", "vp9", "opus"}, "video/webm", ""},
                                         Case{{"matroska", "vp8", "vorbis"}, "video/webm", ""},
                                         Case{{"mov", "hevc", "aac"}, "video/mp4", "hevc"},
                                         Case{{"mov", "h264", "ac3"}, "video/mp4", "ac3"},
                                         Case{{"mov", "h264", "pcm_s16le"}, "video/mp4", "pcm_s16le"},
                                         Case{{"mov", "vp8", "vorbis"}, "video/mp4", "vp8, vorbis"},
                                         Case{{"mov", "h264", "aac", false}, "video/mp4", "8 bits"},
                                         Case{{"mov", "h264", "aac", true, false}, "video/mp4", "at the end"},
                                         Case{{"matroska", "h264", "aac"}, "video/x-matroska", "matroska"},
                                         Case{{"mpegts", "h264", "aac"}, "video/mp2t", "mpegts"},
                                         Case{{"mpegts", "mpeg2video", "mp2"}, "video/mp2t", "mpeg2video"},
                                         Case{{"avi", "mpeg4", "mp3"}, "video/x-msvideo", "mpeg4"},
                                         Case{{"asf", "wmv2", "wmav2"}, "application/octet-stream", "wmv2"}));

}  // namespace
}  // namespace lectern
