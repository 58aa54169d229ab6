#pragma once

#include "domain/job/failure.hpp"
#include "media/net/url.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::media {

// What a playlist, of whatever kind, comes down to: which pieces to fetch, and how they lie in time.

struct ByteRange {
    std::int64_t first = 0;
    std::int64_t length = 0;  // > 0; first + length fits

    friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

using AesBlock = std::array<std::uint8_t, 16>;

// AES-128 in CBC mode with the padding of PKCS #7.
struct PieceKey {
    int key = 0;  // its place in StreamPlan::keys
    AesBlock iv{};

    friend bool operator==(const PieceKey&, const PieceKey&) = default;
};

struct Piece {
    std::string url;  // absolute, in the normal form of Url
    std::optional<ByteRange> range;
    std::optional<PieceKey> key;
    double seconds = 0;     // as the playlist says; 0 for headers
    bool may_lack = false;  // reckoned, not listed: it may turn out that there is no such piece
};

// Pieces that are one container when they are put one behind the other.
struct Run {
    bool video = true;  // what is taken from it
    bool audio = true;
    double zero = 0;  // seconds by its own clock at which the clock of its part begins
    std::vector<Piece> pieces;
};

// Runs that play together. Clocks mean something only within a part.
struct Part {
    std::vector<Run> runs;
};

struct StreamPlan {
    std::vector<Part> parts;
    std::vector<std::string> keys;  // addresses of AES keys
    double seconds = 0;             // of the whole, as the playlist says

    std::size_t pieces() const;
};

// The limits of what a playlist may ask for; beyond them are no lectures.
struct PlaylistLimits {
    static constexpr std::size_t text_bytes = std::size_t{16} << 20;
    static constexpr std::size_t pieces = 200'000;
    static constexpr std::size_t address_bytes = std::size_t{64} << 20;  // of pieces and keys together
    static constexpr std::size_t parts = 2'000;
    static constexpr std::size_t keys = 10'000;
    static constexpr double piece_seconds = 86'400;
};

// Counts what goes into a plan while that is made, so that little is made of a playlist that asks for too
// much. For one plan, on one thread.
class PieceBudget {
public:
    explicit PieceBudget(std::stop_token stop) : stop_(std::move(stop)) {}

    // Before a piece, or an address of another kind, is added. Failure: it goes beyond the limits, or the
    // work is to stop.
    Outcome<> take_piece(std::string_view url);
    Outcome<> take_address(std::string_view url);

private:
    std::stop_token stop_;
    std::size_t pieces_ = 0;
    std::size_t address_bytes_ = 0;
};

// Lower-case SHA-256 of all that decides which bytes are fetched in which order. Hosts and queries do not
// count: tokens and servers change from one visit to the next.
std::string fingerprint(const StreamPlan& plan);

// The address of a piece; the reference may have spaces, as browsers allow. Failure: it is none that can be
// asked.
Outcome<std::string> resolve_piece(const Url& base, std::string_view reference);

// The failures that both kinds of playlists know.
Failure damaged_playlist(std::string detail);
Failure endless_playlist(std::string detail);
Failure live_stream();

}  // namespace lectern::media
