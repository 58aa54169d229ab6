#pragma once

#include "media/cut/cut.hpp"
#include "tests/media/support/make_clip.hpp"

#include <gtest/gtest.h>

namespace lectern::test {

struct MadeClip {
    UniqueFd fd;
    media::CutReport report;
};

// Cuts, and fails the test if that fails.
inline MadeClip cut_clip(int source, double start, double end, media::CutMode mode,
                         const media::StyleOptions& style = {}) {
    MadeClip made{make_file(""), {}};
    const auto report = media::cut({source, made.fd.get(), start, end, mode, style, 1}, {}, {});
    EXPECT_TRUE(report) << report.error().message << " " << report.error().detail;
    if (report) made.report = *report;
    return made;
}

// Small and quick to encode.
inline media::StyleOptions small_style() {
    media::StyleOptions style;
    style.frame = {320, 180};
    return style;
}

// Top level boxes of an MP4, in order.
inline std::vector<std::string> boxes_of(const std::string& mp4) {
    std::vector<std::string> boxes;
    for (std::size_t at = 0; at + 8 <= mp4.size();) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i)
            size = size << 8 | static_cast<unsigned char>(mp4[at + i]);
        boxes.push_back(mp4.substr(at + 4, 4));
        if (size < 8) break;
        at += size;
    }
    return boxes;
}

}  // namespace lectern::test
