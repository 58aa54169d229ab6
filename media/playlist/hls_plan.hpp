#pragma once

#include "media/playlist/hls_playlist.hpp"

namespace lectern::media {

struct HlsChoice {
    std::string uri;        // of the variant's own playlist
    std::string audio_uri;  // of the playlist with its audio; "" = audio comes with the video
};

// The best variant whose video is not taller than `most_height`, with its default audio. Audio that describes
// the video for blind people is taken only if there is no other.
HlsChoice choose(const HlsMaster& master, int most_height);

// `audio`: the playlist with the audio, or null if the audio comes with the video. The addresses are those of
// the playlists. Fails permanently for a stream that is live, protected or asks for too much; fails as
// cancelled when `stop` is requested.
Outcome<StreamPlan> plan_hls(const HlsMedia& stream, const Url& stream_url, const HlsMedia* audio,
                             const Url* audio_url, std::stop_token stop = {});

}  // namespace lectern::media
