#pragma once

#include "domain/job/failure.hpp"
#include "media/playlist/stream_plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lectern::media {

// HTTP Live Streaming (RFC 8216): the content of its playlists. Addresses are as written, not resolved.

struct HlsVariant {
    std::string uri;
    std::int64_t bandwidth = 0;  // bits a second at its peak; 0 if unsaid
    std::string codecs;          // "avc1.64001f,mp4a.40.2"; "" if unsaid
    int height = 0;              // of the video; 0 if unsaid
    std::string audio_group;     // "" = audio comes with the video
};

// Audio that may have a playlist of its own.
struct HlsAudio {
    std::string group;
    std::string uri;  // "" = it is in the variant's own stream
    bool is_default = false;
    bool described = false;  // describes the video for blind people
};

struct HlsMaster {
    std::vector<HlsVariant> variants;  // at least one
    std::vector<HlsAudio> audio;
};

struct HlsKey {
    std::string uri;
    std::optional<AesBlock> iv;  // absent: the number of the segment

    friend bool operator==(const HlsKey&, const HlsKey&) = default;
};

struct HlsMap {  // the header of the segments that follow it
    std::string uri;
    std::optional<ByteRange> range;
    std::optional<int> key;
};

struct HlsSegment {
    std::string uri;
    double seconds = 0;
    std::optional<ByteRange> range;
    std::optional<int> key;  // index of HlsMedia::keys
    std::optional<int> map;  // index of HlsMedia::maps
    bool discontinuity = false;
};

struct HlsMedia {
    std::vector<HlsSegment> segments;   // without those that the server lacks (gaps)
    std::vector<std::int64_t> numbers;  // of the segments, counted by the server
    std::vector<HlsKey> keys;
    std::vector<HlsMap> maps;
    bool complete = false;   // no segment will be added
    std::string protection;  // how the first unreadable segment is encrypted; "" if all can be read
};

using HlsPlaylist = std::variant<HlsMaster, HlsMedia>;

// Pure. Fails permanently if the text is not such a playlist or exceeds the limits. Live and protected
// playlists are read like any other.
Outcome<HlsPlaylist> parse_hls(std::string_view text);

}  // namespace lectern::media
