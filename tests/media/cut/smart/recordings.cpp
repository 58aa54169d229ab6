#include "tests/media/cut/smart/recordings.hpp"

#include "tests/media/support/ffmpeg.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>

#include <gtest/gtest.h>

namespace lectern::test {

const std::vector<Encoding>& smart_encodings() {
    static const std::vector<Encoding> all = {
        {"pyramid", "-preset medium -g 60 -x264-params bframes=5:b-pyramid=normal:b-adapt=2:ref=5"},
        {"cavlc", "-preset fast -g 50 -profile:v main -x264-params cabac=0:ref=8:bframes=2"},
        {"baseline", "-preset veryfast -g 75 -profile:v baseline -level 3.0"},
        {"level_5_1", "-preset medium -g 64 -level 5.1 -x264-params 8x8dct=1:weightp=2"},
        {"varying_rate",
         "-vf \"select='not(eq(mod(n,7),3))*not(eq(mod(n,13),5))*not(between(n,100,108))'\" -vsync vfr -g "
         "45"},
        {"transport_stream", "-preset fast -g 50 -bf 3", "mpegts"},
        {"matroska", "-preset fast -g 60 -bf 3 -x264-params b-pyramid=normal", "matroska"},
        {"fragments", "-g 50 -movflags frag_keyframe+delay_moov+default_base_moof"},
        {"flv", "-g 50 -bf 2", "flv"},
        {"taken_ids", "-g 50 -x264-params sps-id=1"},
        {"first_ids_taken", "-g 50 -x264-params sps-id=0"},
        {"short_groups", "-g 12 -bf 2 -sc_threshold 0"},
        {"phone", "-g 30 -bf 0 -profile:v baseline", "mov", true},
        {"hardware_encoder",
         "-g 60 -sc_threshold 0 -b:v 600k -maxrate 900k -bufsize 900k "
         "-x264-params bframes=3:b-adapt=0:b-pyramid=none:aud=1:nal-hrd=vbr:pic-struct=1:slices=4"},
        {"sets_in_band", "-g 50 -bsf:v dump_extra=freq=keyframe"},
        {"full_range", "-g 50 -pix_fmt yuvj420p -color_range pc -colorspace bt709 -color_primaries bt709"},
        {"turned_weights", "-g 50 -vf negate,fade=out:80:30 -x264-params weightp=2:bframes=3"},
        {"few_keyframes", "-g 80 -keyint_min 80 -sc_threshold 0 -bf 3"},
    };
    return all;
}

std::string moving_picture(int seconds) {
    return "testsrc2=size=160x100:rate=25:duration=" + std::to_string(seconds) + ",noise=alls=6:allf=t";
}

UniqueFd record(const Encoding& encoding, int seconds) {
    UniqueFd made =
        ffmpeg("-f lavfi -i " + moving_picture(seconds) + " -f lavfi -i " + syllables(seconds) +
                   " -c:v libx264 -pix_fmt yuv420p " + encoding.arguments + " -c:a aac -threads 1",
               encoding.format);
    if (!encoding.turned) return made;
    return ffmpeg("-i IN0 -c copy -metadata:s:v:0 rotate=90", encoding.format, {made.get()});
}

std::vector<const Pixels*> expected_frames(const std::vector<Pixels>& all, double start, double end) {
    constexpr double rounding = 1e-6;
    std::vector<const Pixels*> frames;
    const Pixels* before = nullptr;
    for (const Pixels& frame : all) {
        if (frame.at < start - rounding) {
            before = &frame;
        } else if (frame.at < end - rounding) {
            if (frames.empty() && before != nullptr && frame.at > start + 0.1) frames.push_back(before);
            frames.push_back(&frame);
        }
    }
    return frames;
}

void expect_seeks(int clip, const std::vector<Pixels>& played, double seam) {
    for (const double to : {seam / 2, seam - 0.05, seam + 0.05, seam + 1.5}) {
        if (to < 0) continue;
        const std::vector<Pixels> seen = frames_of(clip, to);
        ASSERT_FALSE(seen.empty());
        ASSERT_LE(seen.size(), played.size());
        const auto behind = played.end() - static_cast<std::ptrdiff_t>(seen.size());
        EXPECT_TRUE(std::equal(seen.begin(), seen.end(), behind,
                               [](const auto& one, const auto& other) {
                                   return one.at == other.at && one.bytes == other.bytes;
                               }))
            << "from " << to;
    }
}

unsigned seed() {
    const char* given = std::getenv("LECTERN_TEST_SEED");
    return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                            : std::random_device{}();
}

}  // namespace lectern::test
