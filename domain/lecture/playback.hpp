#pragma once

#include <string>

namespace lectern {

// What browsers need to know of a recording before they play it.
struct Playback {
    std::string mime;    // "video/mp4"
    std::string codecs;  // RFC 6381, with commas: "avc1.64001f,mp4a.40.2"
    int width = 0;       // as shown: after a rotation
    int height = 0;
    double fps = 0;        // mean frames per second; 0 if unknown
    std::string obstacle;  // a sentence: why common browsers do not play it well; "" if they do

    bool direct() const { return obstacle.empty(); }
};

// A recording as far as browsers care.
struct PlaybackFacts {
    std::string container;     // FFmpeg's first name of it: "mov", "matroska", ...
    std::string video_codec;   // FFmpeg's names: "h264"
    std::string audio_codec;   // "" without audio
    bool plain_pixels = true;  // 8 bits a sample, 4:2:0
    bool index_first = true;   // MP4: the index comes before the frames
};

// Why the browsers that people use do not play such a file well, as a sentence; "" if they do. Chromium,
// Firefox and Safari count, with the codecs that all of them bring.
std::string playback_obstacle(const PlaybackFacts& facts);

// The media type to send such a file with.
std::string media_type_of(const PlaybackFacts& facts);

}  // namespace lectern
