#include "media/playlist/hls_plan.hpp"

#include "media/av/output/protected_stream.hpp"
#include "media/playlist/offer.hpp"

#include <algorithm>
#include <map>

namespace lectern::media {
namespace {

// The number of a segment as a big-endian block.
AesBlock block_of(std::int64_t number) {
    AesBlock out{};
    auto rest = static_cast<std::uint64_t>(number);
    for (std::size_t i = out.size(); rest > 0; rest >>= 8U)
        out[--i] = static_cast<std::uint8_t>(rest);
    return out;
}

class Keys {
public:
    Keys(std::vector<std::string>& urls, PieceBudget& budget) : urls_(urls), budget_(budget) {}

    Outcome<PieceKey> use(const HlsKey& key, std::int64_t number, const Url& base) {
        auto url = resolve_piece(base, key.uri);
        if (!url) return url.error();
        const auto [found, is_new] = places_.try_emplace(*url, static_cast<int>(urls_.size()));
        if (is_new) {
            if (auto taken = budget_.take_address(*url); !taken) return taken.error();
            urls_.push_back(*url);
        }
        if (urls_.size() > PlaylistLimits::keys) return endless_playlist("too many keys");
        return PieceKey{found->second, key.iv.value_or(block_of(number))};
    }

private:
    std::vector<std::string>& urls_;
    PieceBudget& budget_;
    std::map<std::string, int> places_;
};

// One run for each stretch between discontinuities.
class Runs {
public:
    Runs(const HlsMedia& media, const Url& base, Keys& keys, PieceBudget& budget)
        : media_(media), base_(base), keys_(keys), budget_(budget) {}

    Outcome<std::vector<Run>> make() {
        if (!media_.complete) return live_stream();
        if (!media_.protection.empty()) return protected_stream(media_.protection);
        for (std::size_t i = 0; i < media_.segments.size(); ++i) {
            const HlsSegment& segment = media_.segments[i];
            if (segment.discontinuity || runs_.empty()) {
                runs_.emplace_back();
                map_.reset();
            }
            if (auto added = add_map(segment.map, media_.numbers[i]); !added) return added.error();
            if (auto added = add(segment.uri, segment.range, segment.key, media_.numbers[i], segment.seconds);
                !added)
                return added.error();
        }
        if (runs_.size() > PlaylistLimits::parts) return endless_playlist("too many discontinuities");
        return std::move(runs_);
    }

private:
    Outcome<> add_map(std::optional<int> wanted, std::int64_t number) {
        if (!wanted || wanted == map_) return {};
        const HlsMap& map = media_.maps[static_cast<std::size_t>(*wanted)];
        const HlsMap* last = map_ ? &media_.maps[static_cast<std::size_t>(*map_)] : nullptr;
        map_ = wanted;
        if (last && last->uri == map.uri && last->range == map.range) return {};
        return add(map.uri, map.range, map.key, number, 0);
    }

    Outcome<> add(const std::string& uri, std::optional<ByteRange> range, std::optional<int> key,
                  std::int64_t number, double seconds) {
        auto url = resolve_piece(base_, uri);
        if (!url) return url.error();
        if (auto taken = budget_.take_piece(*url); !taken) return taken;
        Piece piece{std::move(*url), range, {}, seconds};
        if (key) {
            const auto used = keys_.use(media_.keys[static_cast<std::size_t>(*key)], number, base_);
            if (!used) return used.error();
            piece.key = *used;
        }
        runs_.back().pieces.push_back(std::move(piece));
        return {};
    }

    const HlsMedia& media_;
    const Url& base_;
    Keys& keys_;
    PieceBudget& budget_;
    std::vector<Run> runs_;
    std::optional<int> map_;
};

const HlsAudio* audio_of(const HlsMaster& master, const std::string& group) {
    const HlsAudio* best = nullptr;
    for (const HlsAudio& audio : master.audio) {
        if (group.empty() || audio.group != group) continue;
        const auto worth = [](const HlsAudio& one) { return 2 * !one.described + one.is_default; };
        if (!best || worth(audio) > worth(*best)) best = &audio;
    }
    return best;
}

}  // namespace

HlsChoice choose(const HlsMaster& master, int most_height) {
    std::vector<Offer> offers;
    offers.reserve(master.variants.size());
    for (const HlsVariant& variant : master.variants)
        offers.push_back({variant.bandwidth, variant.height, variant.codecs});
    const HlsVariant& variant = master.variants[best_offer(offers, most_height)];
    const HlsAudio* audio = audio_of(master, variant.audio_group);
    return {variant.uri, audio && audio->uri != variant.uri ? audio->uri : ""};
}

Outcome<StreamPlan> plan_hls(const HlsMedia& stream, const Url& stream_url, const HlsMedia* audio,
                             const Url* audio_url, std::stop_token stop) {
    StreamPlan plan;
    PieceBudget budget(std::move(stop));
    Keys keys(plan.keys, budget);
    auto video_runs = Runs(stream, stream_url, keys, budget).make();
    if (!video_runs) return video_runs.error();
    for (Run& run : *video_runs) {
        run.audio = !audio;
        plan.parts.push_back({{std::move(run)}});
    }
    if (audio) {
        auto audio_runs = Runs(*audio, *audio_url, keys, budget).make();
        if (!audio_runs) return audio_runs.error();
        if (audio_runs->size() != plan.parts.size())
            return damaged_playlist("discontinuities of audio and video do not fit");
        for (std::size_t i = 0; i < plan.parts.size(); ++i) {
            (*audio_runs)[i].video = false;
            plan.parts[i].runs.push_back(std::move((*audio_runs)[i]));
        }
    }
    for (const HlsSegment& segment : stream.segments)
        plan.seconds += segment.seconds;
    return plan;
}

}  // namespace lectern::media
