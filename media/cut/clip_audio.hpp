#pragma once

#include "media/av/output/mp4_writer.hpp"
#include "media/cut/copy/side_by_side.hpp"
#include "media/cut/modes.hpp"

#include <memory>

namespace lectern::media {

// The tracks of a clip with copied video.
inline constexpr int clip_video_track = 0;
inline constexpr int clip_audio_track = 1;

// Gives a packet the times of a clip, whose time 0 is `zero` in the recording. Edits of the recording do not
// apply to the clip.
void retime(AVPacket* packet, std::int64_t zero);

// The audio of a clip with copied video, from a media time to the end of the request. Throws MediaError.
class ClipAudio {
public:
    ClipAudio() = default;
    ClipAudio(const ClipAudio&) = delete;
    ClipAudio& operator=(const ClipAudio&) = delete;
    virtual ~ClipAudio() = default;
    virtual void write_until(double seconds) = 0;  // of the clip
    virtual void finish() = 0;
};

// Both add the track to the writer, which outlives them and has the video's already.
// Copies packets: see AudioCopy. AudioRefused means that this is not possible.
std::unique_ptr<ClipAudio> copied_audio(const CutJob& job, double start, Mp4Writer& writer);
// The same in one pass with the video. `recording` and `source` outlive the audio.
std::unique_ptr<ClipAudio> copied_audio(const CutJob& job, Recording& recording, SideBySide& source,
                                        double start, Mp4Writer& writer);
// Encodes it again, silent where the recording has none. `like`: the recording's audio.
std::unique_ptr<ClipAudio> encoded_audio(const CutJob& job, const AVStream& like, double start,
                                         Mp4Writer& writer);

// Starts the writer of a clip of `seconds` when it has its tracks. Throws AudioRefused if its libav does not
// take the copied audio.
void start_tracks(Mp4Writer& writer, double seconds, bool audio_is_copied);

}  // namespace lectern::media
