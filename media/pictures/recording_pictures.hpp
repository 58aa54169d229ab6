#pragma once

#include "media/cut/frame_shaper.hpp"
#include "media/pictures/keyframes.hpp"
#include "media/pictures/poster_choice.hpp"
#include "media/pictures/sprite_sheets.hpp"

#include <optional>
#include <string>

namespace lectern::media {

// The poster and the sprites of a recording, of its keyframes. Throws MediaError.
class RecordingPictures {
public:
    // `recording` has video and outlives this. `duration`: seconds; later frames are left out.
    RecordingPictures(const Recording& recording, double duration, SpriteSheets::Sink sink);
    RecordingPictures(const RecordingPictures&) = delete;
    RecordingPictures& operator=(const RecordingPictures&) = delete;

    void put(const AVPacket& packet);  // of the video
    // The last sheet. Returns the number of cells: 0 if no frame could be decoded.
    int finish();
    std::string poster() const;  // a JPEG file; "" if no frame could be decoded

private:
    void take(const AVFrame& frame, double seconds);
    void draw_poster(const AVFrame& frame, double aspect);

    Orientation orientation_;
    int cells_;
    SpriteSheets sheets_;
    FrameShaper to_cell_;
    std::optional<FrameShaper> to_poster_;  // made for the shape of the first frame
    PosterChoice choice_;
    Frame poster_;
    KeyframeDecoder decoder_;
};

}  // namespace lectern::media
