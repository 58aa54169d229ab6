#pragma once

namespace lectern::media {

// How the video of a clip was made.
enum class CutMethod {
    smart,    // encoded up to an IDR frame of the recording, copied from there on
    encoded,  // all of it encoded again
    copied,   // all of it copied
};

}  // namespace lectern::media
