#include "media/playlist/hls_plan.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

// Any playlist: a plan that is made of it keeps the limits and is consistent.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lectern::media;
    static const Url base = *Url::parse("https://media.example.org/a/list.m3u8");
    const auto playlist = parse_hls({reinterpret_cast<const char*>(data), size});
    if (playlist.has_error()) return 0;
    if (const auto* master = std::get_if<HlsMaster>(&*playlist)) {
        if (master->variants.empty() || choose(*master, 1080).uri.empty()) std::abort();
        return 0;
    }
    const auto& media = std::get<HlsMedia>(*playlist);
    if (media.segments.empty() || media.segments.size() != media.numbers.size()) std::abort();
    for (const HlsMedia* audio : {static_cast<const HlsMedia*>(nullptr), &media}) {
        const auto plan = plan_hls(media, base, audio, &base);
        if (plan.has_error()) continue;
        if (plan->parts.empty() || plan->pieces() == 0 || plan->pieces() > PlaylistLimits::pieces)
            std::abort();
        for (const Part& part : plan->parts)
            for (const Run& run : part.runs)
                for (const Piece& piece : run.pieces) {
                    if (!Url::parse(piece.url) || !(piece.seconds >= 0)) std::abort();
                    if (piece.range && (piece.range->length < 1 || piece.range->first < 0)) std::abort();
                    if (piece.key && static_cast<std::size_t>(piece.key->key) >= plan->keys.size())
                        std::abort();
                }
        if (fingerprint(*plan).size() != 64) std::abort();
    }
    return 0;
}
