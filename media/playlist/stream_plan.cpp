#include "media/playlist/stream_plan.hpp"

#include "domain/base/digest.hpp"

namespace lectern::media {

std::size_t StreamPlan::pieces() const {
    std::size_t count = 0;
    for (const Part& part : parts)
        for (const Run& run : part.runs)
            count += run.pieces.size();
    return count;
}

Outcome<> PieceBudget::take_piece(std::string_view url) {
    if (++pieces_ > PlaylistLimits::pieces) return endless_playlist("too many pieces");
    return take_address(url);
}

Outcome<> PieceBudget::take_address(std::string_view url) {
    if (stop_.stop_requested()) return Failure::cancelled();
    address_bytes_ += url.size();
    if (address_bytes_ > PlaylistLimits::address_bytes) return endless_playlist("too many long addresses");
    return {};
}

std::string fingerprint(const StreamPlan& plan) {
    Digest digest(Digest::Algorithm::sha256);
    for (const Part& part : plan.parts) {
        digest.update("part\n");
        for (const Run& run : part.runs) {
            digest.update("run " + std::to_string(run.video) + std::to_string(run.audio) + "\n");
            for (const Piece& piece : run.pieces) {
                const auto url = Url::parse(piece.url);
                std::string line = url ? url->path : piece.url;
                if (piece.range)
                    line +=
                        " " + std::to_string(piece.range->first) + "+" + std::to_string(piece.range->length);
                if (piece.key) line += " encrypted";
                digest.update(line + "\n");
            }
        }
    }
    return digest.hex();
}

Outcome<std::string> resolve_piece(const Url& base, std::string_view reference) {
    std::string plain;
    for (const char c : reference)
        plain += c == ' ' ? std::string("%20") : std::string(1, c);
    const auto url = base.resolve(plain);
    if (!url)
        return Failure::permanent(
            "The playlist leads to an address that this server does not visit.",
            "reference \"" + std::string(reference.substr(0, 200)) + "\" in " + base.for_log());
    return url->text();
}

Failure damaged_playlist(std::string detail) {
    return Failure::permanent("The playlist is damaged, or of a kind that this server does not read.",
                              std::move(detail));
}

Failure endless_playlist(std::string detail) {
    return Failure::permanent("The playlist asks for more than any lecture needs.", std::move(detail));
}

Failure live_stream() {
    return Failure::permanent(
        "The stream is live: it has not ended yet. Try again when it is over and its host keeps it as a "
        "recording.");
}

}  // namespace lectern::media
