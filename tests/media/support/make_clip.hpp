#pragma once

#include "tests/media/support/memory_file.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::test {

struct CaptionSpec {
    double start;
    double end;
    std::string text;
};

// A recording to make. Frame n shows n in binary; each second of audio starts with a click of a millisecond
// and has a pitch of its own (see pitch_of()).
struct ClipSpec {
    std::string format = "mp4";  // muxer
    double seconds = 6;
    // Video
    std::string video = "libx264";  // encoder; "" for none
    int width = 192;
    int height = 108;
    int pixel_width = 0;  // the shape of a pixel; 0: not told
    int pixel_height = 1;
    int fps = 25;
    std::string pixels = "yuv420p";
    int keyframe_every = 50;
    bool open_gop = false;
    int rotation = 0;                   // degrees clockwise, for display
    std::vector<int> only_frames = {};  // numbers of the frames there are; all if empty
    int twice_as_large_from = 0;        // number of the frame where the size changes; 0 for never
    // Audio
    std::string audio = "aac";  // encoder; "" for none
    int rate = 48'000;
    int channels = 2;
    double level = 0.1;  // amplitude of the tone
    bool clicks = true;
    double hole_from = 0;  // no packets of audio between these
    double hole_to = 0;
    // Both
    double first_timestamp = 0;  // seconds that timestamps start at
    double audio_delay = 0;      // seconds by which audio comes late
    std::string movflags = {};
    std::string captions_codec = {};  // encoder of `captions`
    std::vector<CaptionSpec> captions = {};
};

inline double pitch_of(int second) {
    return 300 + 100.0 * (second % 20);
}

// The recording in an anonymous file, at offset 0.
UniqueFd make_clip(const ClipSpec& spec);

// A container that only claims to hold video of this size.
UniqueFd make_header_with_size(int width, int height);

}  // namespace lectern::test
