#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace lectern::media {

// The resources that a recording may use. Recordings come from strangers.
struct MediaLimits {
    int max_streams = 32;                                 // 1..1000
    int max_side = 8192;                                  // pixels, of width or height
    std::int64_t max_pixels = std::int64_t{8192} * 4320;  // of one frame
    int max_channels = 16;                                // of audio
    int max_rate = 384'000;                               // of audio, Hz
    std::int64_t probe_bytes = 5 << 20;                   // read to find out what a file is; 64 KiB..64 MiB
    std::chrono::seconds open_deadline{30};               // to recognise a file and read its headers
    std::chrono::seconds step_deadline{60};               // for each read or seek after that
    int decoder_threads = 2;                              // 1..16
    std::string language;  // of the audio, where a recording has several: "en"; "" = any
};

}  // namespace lectern::media
