#include "media/playlist/hls_playlist.hpp"

#include "domain/base/ascii.hpp"
#include "media/playlist/hls_attributes.hpp"

#include <algorithm>
#include <map>

namespace lectern::media {
namespace {

constexpr std::size_t longest_line = 16 * 1024;
constexpr std::size_t most_choices = 1'000;
constexpr std::int64_t far_end = std::int64_t{1} << 60;  // bytes, and numbers of segments

constexpr std::string_view plain_keys = "identity";

// "<length>[@<first>]"; without the second number the range begins at `follows`.
std::optional<ByteRange> parse_range(std::string_view text, std::int64_t follows) {
    const auto at = text.find('@');
    const auto length = ascii::parse_number<std::int64_t>(text.substr(0, at));
    const auto first =
        at == text.npos ? std::optional(follows) : ascii::parse_number<std::int64_t>(text.substr(at + 1));
    if (!length || !first || *length < 1 || *length > far_end || *first > far_end) return {};
    return ByteRange{*first, *length};
}

std::optional<AesBlock> parse_block(std::string_view text) {
    AesBlock out{};
    if (text.size() != 2 + 2 * out.size() || (!text.starts_with("0x") && !text.starts_with("0X"))) return {};
    text.remove_prefix(2);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const char* digits = text.data() + 2 * i;
        if (std::from_chars(digits, digits + 2, out[i], 16).ptr != digits + 2) return {};
    }
    return out;
}

// "1920x1080" -> 1080
int height_of(std::string_view resolution) {
    const auto x = resolution.find('x');
    return x == resolution.npos ? 0 : ascii::parse_number<int>(resolution.substr(x + 1)).value_or(0);
}

class Reader {
public:
    Outcome<HlsPlaylist> read(std::string_view text) {
        if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
        if (text.size() > PlaylistLimits::text_bytes)
            return endless_playlist("text of " + std::to_string(text.size()));
        if (!ascii::trimmed(text.substr(0, text.find('\n'))).starts_with("#EXTM3U"))
            return damaged_playlist("it does not begin with #EXTM3U");
        for (int number = 1; !text.empty(); ++number) {
            const std::string_view line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(text.size(), line.size() + 1));
            const bool fits = line.size() <= longest_line && take(ascii::trimmed(line));
            if (endless_) return endless_playlist("line " + std::to_string(number));
            if (!fits) return damaged_playlist("line " + std::to_string(number));
        }
        return end();
    }

private:
    bool take(std::string_view line) {
        if (line.empty()) return true;
        if (line.front() != '#') return take_address(line);
        if (!line.starts_with("#EXT")) return true;
        const auto colon = line.find(':');
        const std::string_view tag = line.substr(0, colon);
        const std::string_view value =
            colon == line.npos ? std::string_view() : ascii::trimmed(line.substr(colon + 1));
        static const std::map<std::string_view, bool (Reader::*)(std::string_view)> tags = {
            {"#EXTINF", &Reader::take_duration},
            {"#EXT-X-BYTERANGE", &Reader::take_range},
            {"#EXT-X-DISCONTINUITY", &Reader::take_discontinuity},
            {"#EXT-X-GAP", &Reader::take_gap},
            {"#EXT-X-KEY", &Reader::take_key},
            {"#EXT-X-MAP", &Reader::take_map},
            {"#EXT-X-MEDIA-SEQUENCE", &Reader::take_first_number},
            {"#EXT-X-ENDLIST", &Reader::take_end},
            {"#EXT-X-PLAYLIST-TYPE", &Reader::take_type},
            {"#EXT-X-STREAM-INF", &Reader::take_variant},
            {"#EXT-X-MEDIA", &Reader::take_rendition},
            // These tags change the meaning of the others: better to refuse than to read them wrongly.
            {"#EXT-X-DEFINE", &Reader::refuse},
            {"#EXT-X-SKIP", &Reader::refuse},
            {"#EXT-X-I-FRAMES-ONLY", &Reader::refuse},
        };
        const auto found = tags.find(tag);
        return found == tags.end() || (this->*found->second)(value);
    }

    bool take_address(std::string_view uri) {
        if (variant_) {
            variant_->uri = uri;
            master_.variants.push_back(std::move(*variant_));
            variant_.reset();
            return bounded(master_.variants.size(), most_choices);
        }
        if (!seconds_) return false;
        HlsSegment segment;
        segment.uri = uri;
        segment.seconds = *seconds_;
        segment.discontinuity = discontinuity_;
        segment.map = map_;
        if (!segment_range(segment)) return false;
        if (!gap_) {
            segment.key = key_in_force();
            media_.segments.push_back(std::move(segment));
            media_.numbers.push_back(number_);
            discontinuity_ = false;
        }
        ++number_;
        seconds_.reset();
        range_.clear();
        gap_ = false;
        return bounded(media_.segments.size(), PlaylistLimits::pieces);
    }

    bool segment_range(HlsSegment& segment) {
        if (range_.empty()) return true;
        segment.range = parse_range(range_, segment.uri == range_uri_ ? range_end_ : 0);
        if (!segment.range) return false;
        range_uri_ = segment.uri;
        range_end_ = segment.range->first + segment.range->length;
        return true;
    }

    bool take_duration(std::string_view value) {
        seconds_ = ascii::parse_number<double>(ascii::trimmed(value.substr(0, value.find(','))));
        return seconds_ && *seconds_ <= PlaylistLimits::piece_seconds;
    }

    bool take_range(std::string_view value) {
        range_ = value;
        return !range_.empty();
    }

    bool take_discontinuity(std::string_view) { return discontinuity_ = true; }
    bool take_gap(std::string_view) { return gap_ = true; }
    bool take_end(std::string_view) { return media_.complete = true; }
    bool refuse(std::string_view) { return false; }

    bool take_type(std::string_view value) {
        if (value == "VOD") media_.complete = true;  // such a playlist does not change
        return true;
    }

    bool take_first_number(std::string_view value) {
        const auto number = ascii::parse_number<std::int64_t>(value);
        if (!number || *number > far_end) return false;
        number_ = *number;
        return true;
    }

    bool take_key(std::string_view value) {
        const auto attributes = Attributes::parse(value);
        if (!attributes || !attributes->find("METHOD")) return false;
        const std::string_view method = attributes->value("METHOD");
        if (method == "NONE") {
            in_force_.clear();
            return true;
        }
        const std::string_view format = attributes->find("KEYFORMAT").value_or(plain_keys);
        InForce key{std::string(method) + " " + std::string(format), {}};
        if (method == "AES-128" && format == plain_keys) {
            HlsKey known{std::string(attributes->value("URI")), {}};
            if (known.uri.empty()) return false;
            if (const auto iv = attributes->find("IV")) {
                known.iv = parse_block(*iv);
                if (!known.iv) return false;
            }
            // Many playlists repeat the same key before every segment.
            if (media_.keys.empty() || media_.keys.back() != known) media_.keys.push_back(std::move(known));
            key.index = static_cast<int>(media_.keys.size()) - 1;
        }
        in_force_.insert_or_assign(std::string(format), std::move(key));
        return bounded(media_.keys.size(), PlaylistLimits::pieces) && bounded(in_force_.size(), most_choices);
    }

    // If a key is offered in several ways, the one that needs no licence.
    std::optional<int> key_in_force() {
        if (in_force_.empty()) return {};
        const auto plain = in_force_.find(plain_keys);
        if (plain != in_force_.end() && plain->second.index) return plain->second.index;
        if (media_.protection.empty()) media_.protection = in_force_.begin()->second.method;
        return {};
    }

    bool take_map(std::string_view value) {
        const auto attributes = Attributes::parse(value);
        if (!attributes || attributes->value("URI").empty()) return false;
        HlsMap map{std::string(attributes->value("URI")), {}, key_in_force()};
        if (const auto range = attributes->find("BYTERANGE")) {
            map.range = parse_range(*range, 0);
            if (!map.range) return false;
        }
        map_ = static_cast<int>(media_.maps.size());
        media_.maps.push_back(std::move(map));
        return bounded(media_.maps.size(), PlaylistLimits::pieces);
    }

    bool take_variant(std::string_view value) {
        const auto attributes = Attributes::parse(value);
        if (!attributes) return false;
        variant_.emplace();
        variant_->bandwidth = ascii::parse_number<std::int64_t>(attributes->value("BANDWIDTH")).value_or(0);
        variant_->codecs = attributes->value("CODECS");
        variant_->height = height_of(attributes->value("RESOLUTION"));
        variant_->audio_group = attributes->value("AUDIO");
        return true;
    }

    bool take_rendition(std::string_view value) {
        const auto attributes = Attributes::parse(value);
        if (!attributes) return false;
        if (attributes->value("TYPE") != "AUDIO") return true;
        const bool described =
            attributes->value("CHARACTERISTICS").find("describes-video") != std::string_view::npos;
        master_.audio.push_back({std::string(attributes->value("GROUP-ID")),
                                 std::string(attributes->value("URI")), attributes->yes("DEFAULT"),
                                 described});
        return bounded(master_.audio.size(), most_choices);
    }

    bool bounded(std::size_t count, std::size_t most) {
        endless_ = endless_ || count > most;
        return !endless_;
    }

    Outcome<HlsPlaylist> end() {
        const bool master = !master_.variants.empty();
        if (master == !media_.segments.empty())
            return damaged_playlist(master ? "both variants and segments" : "neither variants nor segments");
        if (master) return HlsPlaylist(std::move(master_));
        return HlsPlaylist(std::move(media_));
    }

    struct InForce {
        std::string method;
        std::optional<int> index;  // of HlsMedia::keys; absent: this method is not supported
    };

    HlsMaster master_;
    HlsMedia media_;
    std::optional<HlsVariant> variant_;
    std::optional<double> seconds_;
    std::string range_;
    std::string range_uri_;
    std::int64_t range_end_ = 0;
    bool discontinuity_ = false;
    bool gap_ = false;
    std::int64_t number_ = 0;
    std::map<std::string, InForce, std::less<>> in_force_;  // by KEYFORMAT
    std::optional<int> map_;
    bool endless_ = false;
};

}  // namespace

Outcome<HlsPlaylist> parse_hls(std::string_view text) {
    return Reader().read(text);
}

}  // namespace lectern::media
