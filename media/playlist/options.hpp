#pragma once

#include "media/av/limits.hpp"
#include "media/download/options.hpp"

namespace lectern::media {

struct PlaylistOptions : DownloadOptions {
    int playlist_height = 1080;  // pixels; of the videos that a playlist offers, none taller is chosen
    MediaLimits media;           // for putting the pieces of a stream together
};

}  // namespace lectern::media
