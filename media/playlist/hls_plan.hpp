#pragma once

#include "media/playlist/hls_playlist.hpp"

namespace lectern::media {

struct HlsChoice {
    std::string uri;        // of the variant's own playlist
    std::string audio_uri;  // of the playlist with its audio; "" = audio comes with the video
};

// The best variant whose video is not taller than `most_height`; its audio is the one that its author made
// the default, without a voice that tells what is seen.
HlsChoice choose(const HlsMaster& master, int most_height);

// `audio`: the playlist with the audio, if that is apart; addresses are those that the playlists came from.
// Fails permanently for streams that are live, protected or ask for too much; as cancelled when asked to
// stop.
Outcome<StreamPlan> plan_hls(const HlsMedia& stream, const Url& stream_url, const HlsMedia* audio,
                             const Url* audio_url, std::stop_token stop = {});

}  // namespace lectern::media
