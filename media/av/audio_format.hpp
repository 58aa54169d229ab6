#pragma once

namespace lectern::media {

struct AudioFormat {
    int rate = 16'000;  // Hz, 8000..192000
    int channels = 1;   // 1 or 2; others are mixed down
    double start = 0;   // media time of the first sample, seconds
};

}  // namespace lectern::media
