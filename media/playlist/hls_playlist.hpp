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

// HTTP Live Streaming (RFC 8216): what its playlists say, addresses as they stand there.

struct HlsVariant {
    std::string uri;
    std::int64_t bandwidth = 0;  // bits a second at its peak; 0 if unsaid
    std::string codecs;          // "avc1.64001f,mp4a.40.2"; "" if unsaid
    int height = 0;              // of the video; 0 if unsaid
    std::string audio_group;     // "" = audio comes with the video
};

// Audio that is, or may be, kept apart from the video.
struct HlsAudio {
    std::string group;
    std::string uri;  // "" = it is in the variant's own stream
    bool is_default = false;
    bool described = false;  // a voice tells what is seen
};

struct HlsMaster {
    std::vector<HlsVariant> variants;  // at least one
    std::vector<HlsAudio> audio;
};

struct HlsKey {
    std::string uri;
    std::optional<AesBlock> iv;  // absent: made of the number of the segment

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
    std::vector<HlsSegment> segments;   // without those that the server has not got (gaps)
    std::vector<std::int64_t> numbers;  // of the segments, counted by the server
    std::vector<HlsKey> keys;
    std::vector<HlsMap> maps;
    bool complete = false;   // no segment will be added
    std::string protection;  // by which the first segment that cannot be read is encrypted; "" = all can be
};

using HlsPlaylist = std::variant<HlsMaster, HlsMedia>;

// Pure. Fails permanently when the text is no such playlist or passes the limits of a plan; a live or
// protected one is read like any other.
Outcome<HlsPlaylist> parse_hls(std::string_view text);

}  // namespace lectern::media
