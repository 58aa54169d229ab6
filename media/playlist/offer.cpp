#include "media/playlist/offer.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace lectern::media {
namespace {

constexpr std::array<std::string_view, 9> video_codecs = {"avc1", "avc3", "hvc1", "hev1", "av01",
                                                          "vp09", "vp9",  "mp4v", "h264"};
constexpr std::array<std::string_view, 9> audio_codecs = {"mp4a", "ac-3", "ec-3", "opus", "Opus",
                                                          "fLaC", "flac", "mp3",  "aac"};
// Subtitles are not taken.
constexpr std::array<std::string_view, 3> texts = {"wvtt", "stpp", "tx3g"};

constexpr std::size_t longest_list = 1'000;  // bytes that are looked at

// The text before the first dot names the codec.
bool one_of(std::string_view codec, std::span<const std::string_view> names) {
    return std::ranges::find(names, codec.substr(0, codec.find('.'))) != names.end();
}

// Greater is better.
auto worth(const Offer& offer, int most_height) {
    const NamedCodecs codecs = read_codecs(offer.codecs);
    const bool fits = offer.height <= most_height;
    return std::tuple(!codecs.other, codecs.video || offer.height > 0 || offer.codecs.empty(), fits,
                      fits ? 0 : -offer.height, offer.bandwidth);
}

}  // namespace

NamedCodecs read_codecs(std::string_view list) {
    NamedCodecs out;
    list = list.substr(0, longest_list);
    while (!list.empty()) {
        const std::string_view codec = ascii::trimmed(list.substr(0, list.find(',')));
        list.remove_prefix(std::min(list.size(), list.find(',')));
        if (!list.empty()) list.remove_prefix(1);
        if (codec.empty()) continue;
        if (one_of(codec, video_codecs))
            out.video = true;
        else if (one_of(codec, audio_codecs))
            out.audio = true;
        else if (!one_of(codec, texts))
            out.other = true;
    }
    return out;
}

std::size_t best_offer(std::span<const Offer> offers, int most_height) {
    const auto best = std::ranges::max_element(
        offers, {}, [most_height](const Offer& offer) { return worth(offer, most_height); });
    return static_cast<std::size_t>(best - offers.begin());
}

}  // namespace lectern::media
