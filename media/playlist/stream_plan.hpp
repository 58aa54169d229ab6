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

// The result of reading a playlist, HLS or DASH: which pieces to download, and when each is played.

struct ByteRange {
    std::int64_t first = 0;
    std::int64_t length = 0;  // > 0; first + length fits

    friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

using AesBlock = std::array<std::uint8_t, 16>;

// AES-128 in CBC mode with the padding of PKCS #7.
struct PieceKey {
    int key = 0;  // index of StreamPlan::keys
    AesBlock iv{};

    friend bool operator==(const PieceKey&, const PieceKey&) = default;
};

struct Piece {
    std::string url;  // absolute, in the normal form of Url
    std::optional<ByteRange> range;
    std::optional<PieceKey> key;
    double seconds = 0;     // by the playlist; 0 for headers
    bool may_lack = false;  // computed, not listed: the server may not have it
};

// Pieces that make one container when they are joined end to end.
struct Run {
    bool video = true;  // what is taken from it
    bool audio = true;
    double zero = 0;  // seconds by its own clock when the clock of its part is 0
    std::vector<Piece> pieces;
};

// Runs that play at the same time and share a clock.
struct Part {
    std::vector<Run> runs;
};

struct StreamPlan {
    std::vector<Part> parts;
    std::vector<std::string> keys;  // addresses of AES keys
    double seconds = 0;             // of the whole, as the playlist says

    std::size_t pieces() const;
};

// What a playlist may ask for at most. No lecture needs more.
struct PlaylistLimits {
    static constexpr std::size_t text_bytes = std::size_t{16} << 20;
    static constexpr std::size_t pieces = 200'000;
    static constexpr std::size_t address_bytes = std::size_t{64} << 20;  // of pieces and keys together
    static constexpr std::size_t parts = 2'000;
    static constexpr std::size_t keys = 10'000;
    static constexpr double piece_seconds = 86'400;
};

// Counts pieces and addresses while a plan is made, so that a playlist that asks for too much is refused
// early. For one plan, on one thread.
class PieceBudget {
public:
    explicit PieceBudget(std::stop_token stop) : stop_(std::move(stop)) {}

    // Call before a piece, or another address, is added. Fails if the limits are exceeded or stop is
    // requested.
    Outcome<> take_piece(std::string_view url);
    Outcome<> take_address(std::string_view url);

private:
    std::stop_token stop_;
    std::size_t pieces_ = 0;
    std::size_t address_bytes_ = 0;
};

// SHA-256, in lower-case hex, of everything that decides which bytes are downloaded and in which order. Hosts
// and queries are left out: servers and tokens change between attempts.
std::string fingerprint(const StreamPlan& plan);

// The absolute address of a piece. The reference may have spaces, as browsers allow. Fails if the result is
// not an http or https address.
Outcome<std::string> resolve_piece(const Url& base, std::string_view reference);

// Failures of both kinds of playlists.
Failure damaged_playlist(std::string detail);
Failure endless_playlist(std::string detail);
Failure live_stream();

}  // namespace lectern::media
