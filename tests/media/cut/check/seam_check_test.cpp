#include "media/cut/check/seam_check.hpp"

#include "tests/media/support/ffmpeg.hpp"

#include <cmath>

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;

// A recording of four seconds whose keyframes are one second apart.
UniqueFd make(const std::string& filter = "null", const std::string& more = "") {
    return test::ffmpeg(
        "-f lavfi -i testsrc2=size=192x108:rate=25:duration=4 -vf \"" + filter +
            "\" -c:v libx264 -threads 1 -pix_fmt yuv420p -g 25 -sc_threshold 0 -bf 0 -qp 12 " + more,
        "mp4");
}

std::string fault(const UniqueFd& clip, const UniqueFd& recording, const CopiedVideo& copied,
                  double start = 0, double end = 4) {
    Recording one = open_media(clip.get(), {}, {});
    SeamCheck check(open_media(recording.get(), {}, {}), start, end);
    const double unit = av_q2d(FrameReader::time_base(check.video()));
    const std::int64_t seam = std::llround(copied.seam / unit);
    while (const AVFrame* frame = check.next_before(seam))
        check.expect(*frame, static_cast<double>(check.at()) * unit);
    return check.fault(one, copied).value_or("");
}

TEST(SeamCheck, SeesFramesThatAreNotTheRecordings) {
    const UniqueFd recording = make();
    const CopiedVideo all{0, 1, 3};
    EXPECT_EQ(fault(recording, recording, all), "");
    const UniqueFd again = make("null", "-qp 14");
    EXPECT_THAT(fault(again, recording, all), HasSubstr("is not the recording's"));
    // What was encoded may differ a little, not much.
    const CopiedVideo encoded{4, 4, 0};
    EXPECT_EQ(fault(again, recording, encoded), "");
    EXPECT_THAT(fault(make("null", "-qp 40"), recording, encoded), HasSubstr("dB"));
    // A fault near the end only.
    const UniqueFd late = make("drawbox=x=10:y=10:w=8:h=8:t=fill:enable='gt(t,3.5)'");
    EXPECT_THAT(fault(late, recording, all), HasSubstr("the frame at 3."));
}

TEST(SeamCheck, SeesFramesThatAreMissingOrLate) {
    const UniqueFd recording = make();
    const CopiedVideo encoded{4, 4, 0};
    EXPECT_THAT(fault(make("select='not(eq(n,30))'", "-vsync vfr"), recording, encoded),
                HasSubstr("the frame at 1.2"));
    EXPECT_THAT(fault(make("trim=end_frame=98"), recording, encoded), HasSubstr("is missing"));
    const UniqueFd shorter = test::ffmpeg("-i IN0 -c copy -frames:v 98", "mp4", {recording.get()});
    EXPECT_THAT(fault(shorter, recording, {0, 1, 3}), HasSubstr("the frame at 3.92"));
    EXPECT_THAT(fault(recording, shorter, {0, 1, 3}), HasSubstr("a frame at 3.92"));
    EXPECT_THAT(fault(recording, make("scale=176:108"), encoded), HasSubstr("another form"));
}

}  // namespace
}  // namespace lectern::media
