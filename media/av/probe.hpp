#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/limits.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::media {

class Recording;

struct VideoInfo {
    int width = 0;  // as stored, before rotation
    int height = 0;
    int rotation = 0;  // degrees clockwise to turn the video for display: 0, 90, 180, 270
    double fps = 0;    // mean frames per second; 0 if unknown
    std::string codec;
};

struct AudioInfo {
    int rate = 0;
    int channels = 0;
    std::string codec;
};

struct SubtitleInfo {
    int stream = 0;        // for read_subtitles()
    std::string codec;     // "subrip", "mov_text", ...; only kinds that are text
    std::string language;  // as the file says ("eng"), "" if it does not
};

struct RecordingInfo {
    double duration = 0;    // seconds, > 0
    std::string container;  // "mov", "matroska", ...
    std::optional<VideoInfo> video;
    std::optional<AudioInfo> audio;
    std::vector<SubtitleInfo> subtitles;
    std::optional<std::string> creation_time;  // as the file tells it, usually RFC 3339
};

// What a file contains. Blocks; reads the whole file if its headers do not tell the duration.
// `fd`: see open_media(). Fails permanently for what is not a recording with video or audio.
Outcome<RecordingInfo> probe(int fd, const MediaLimits& limits, const WorkControl& control);
// The same of an open recording. Throws MediaError. Changes what is read, and the place that it is read from.
RecordingInfo describe(Recording& recording);

}  // namespace lectern::media
