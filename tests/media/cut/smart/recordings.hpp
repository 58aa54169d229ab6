#pragma once

#include "tests/media/cut/smart/frames_of.hpp"
#include "tests/media/support/memory_file.hpp"

#include <string>
#include <vector>

namespace lectern::test {

// How ffmpeg makes a recording in H.264.
struct Encoding {
    const char* name;
    std::string arguments;  // for the video
    std::string format = "mp4";
    bool turned = false;  // for display
};

// Kinds of recordings that can be cut smartly. Their closed groups are 2 to 3.2 seconds long, but where they
// are short on purpose.
const std::vector<Encoding>& smart_encodings();

// A source of ffmpeg: movement, fine patterns and noise; 160x100, 25 frames a second.
std::string moving_picture(int seconds);
// A recording of it with audio like speech.
UniqueFd record(const Encoding& encoding, int seconds);

// The frames that a clip of [start, end) of a recording must show, in order, found by the times alone.
std::vector<const Pixels*> expected_frames(const std::vector<Pixels>& all, double start, double end);

// A player may go to any place, also of the encoded part and across the seam. Expects the frames that it
// shows when it plays on. `seam`: seconds of the clip.
void expect_seeks(int clip, const std::vector<Pixels>& played, double seam);

// For random tests: LECTERN_TEST_SEED, or a new one.
unsigned seed();

}  // namespace lectern::test
