#pragma once

#include "server/http/connection/connection.hpp"
#include "server/http/parse/parser.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace lectern::http {

// The body of the request that its connection is at.
class RequestBody final : public BodyReader {
public:
    RequestBody(Connection& connection, const Framing& framing);

    // Before the first read: what the route allows. A whole body has to be there within `patience`, of a
    // streamed one each piece.
    void allow(std::uint64_t bytes, std::chrono::milliseconds patience) {
        limit_ = bytes;
        patience_ = patience;
    }

    awaitable<std::span<const char>> read() override;
    std::optional<std::uint64_t> length() const override;
    awaitable<void> read_all(std::string& into);

    bool finished() const { return finished_; }
    // Whether what is left is so little that reading over it is cheaper than a new connection.
    bool worth_discarding() const;
    awaitable<void> discard();

private:
    awaitable<void> invite();
    awaitable<void> wait_for_more(Io io);
    awaitable<std::span<const char>> read_sized();
    awaitable<std::span<const char>> read_chunked();

    Connection& connection_;
    const Framing::Body kind_;
    const std::uint64_t length_;  // announced
    std::uint64_t limit_ = 0;
    std::chrono::milliseconds patience_{0};
    Connection::Clock::time_point deadline_{};  // for the whole body, or the next piece
    bool whole_ = false;
    bool finished_;
    bool continue_due_;  // the client waits for "100 Continue"
    std::uint64_t taken_ = 0;
    Connection::Pace pace_;
    std::string piece_;
    std::vector<char> buffer_;
    std::unique_ptr<ChunkDecoder> chunks_;
};

}  // namespace lectern::http
