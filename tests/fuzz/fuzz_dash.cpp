#include "media/playlist/dash_plan.hpp"
#include "media/playlist/dash_template.hpp"
#include "media/playlist/dash_xml.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

// Any DASH description: a plan that is made of it keeps the limits and is consistent.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lectern::media;
    static const Url base = *Url::parse("https://media.example.org/a/list.mpd");
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto seconds = parse_duration(text); seconds && !(*seconds >= 0)) std::abort();
    if (const auto name = fill_template(text, {"id", 1, 2, 3}); name && name->size() > 30 * size)
        std::abort();
    const auto plan = plan_dash(text, base, 1080);
    if (plan.has_error()) return 0;
    if (plan->parts.empty() || plan->pieces() == 0 || plan->pieces() > PlaylistLimits::pieces) std::abort();
    for (const Part& part : plan->parts)
        for (const Run& run : part.runs) {
            if (run.pieces.empty() || !(run.video || run.audio)) std::abort();
            for (const Piece& piece : run.pieces) {
                if (!Url::parse(piece.url) || !(piece.seconds >= 0)) std::abort();
                if (piece.range && (piece.range->length < 1 || piece.range->first < 0)) std::abort();
            }
        }
    return 0;
}
