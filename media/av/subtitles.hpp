#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/limits.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lectern::media {

struct SubtitleLine {
    double start = 0;  // media time, seconds
    double end = 0;
    std::string text;  // UTF-8, without markup, one line, trimmed, never empty
};

// The text of one subtitle stream (RecordingInfo::subtitles[].stream), ordered by start.
Outcome<std::vector<SubtitleLine>> read_subtitles(int fd, int stream, const MediaLimits& limits,
                                                  const WorkControl& control);

// The words of one event as libavcodec gives it ("0,0,Default,,0,0,0,,{\\i1}Hello\\NWorld"): "Hello World".
std::string plain_subtitle_text(std::string_view event);

}  // namespace lectern::media
