#pragma once

#include "media/av/output/mp4_writer.hpp"

namespace lectern::media {

// Writes the video packets of a clip. Each one lasts until the next one is decoded, the last one to the end
// of the clip. Throws MediaError; a permanent Failure if one lasts more than INT_MAX ticks of the track.
class VideoTrack {
public:
    // `track`: its number in the writer, which outlives this. `end`: of the clip. Times are in `unit`.
    VideoTrack(Mp4Writer& writer, int track, AVRational unit, std::int64_t end)
        : writer_(writer), track_(track), unit_(unit), end_(end) {}

    // Takes the content of the packet. It is written with the next one.
    void put(AVPacket* packet);
    void finish();

private:
    void write_waiting(std::int64_t until);

    Mp4Writer& writer_;
    int track_;
    AVRational unit_;
    std::int64_t end_;
    Packet waiting_;
};

}  // namespace lectern::media
