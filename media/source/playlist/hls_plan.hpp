#pragma once

#include "media/source/playlist/hls.hpp"

namespace lectern::media {

struct HlsChoice {
    std::string uri;        // of the variant's own playlist
    std::string sound_uri;  // of the playlist with its sound; "" = sound comes with the picture
};

// The best variant whose picture is not taller than `most_height`; its sound is the one that its author made
// the default, without a voice that tells what is seen.
HlsChoice choose(const HlsMaster& master, int most_height);

// `sound`: the playlist with the sound, if that is apart; addresses are those that the playlists came from.
// Fails permanently for streams that are live, protected or ask for too much; as cancelled when asked to
// stop.
Outcome<StreamPlan> plan_hls(const HlsMedia& stream, const Url& stream_url, const HlsMedia* sound,
                             const Url* sound_url, std::stop_token stop = {});

}  // namespace lectern::media
