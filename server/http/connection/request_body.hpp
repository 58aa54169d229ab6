#pragma once

#include "server/http/message.hpp"
#include "server/http/parse/framing.hpp"
#include "server/http/parse/parser.hpp"
#include "server/http/transport/wire.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace lectern::http {

// The body of the request whose head was read last.
class RequestBody final : public BodyReader {
public:
    // `slowest`: bytes a second that a streamed body must come with.
    RequestBody(Wire& wire, const Framing& framing, std::uint64_t slowest);

    // Before the first read: what the route allows. A whole body has to arrive within `time`; of a streamed
    // one, each piece.
    void allow(std::uint64_t bytes, std::chrono::milliseconds time) {
        limit_ = bytes;
        time_ = time;
    }

    awaitable<std::span<const char>> read() override;
    std::optional<std::uint64_t> length() const override;
    awaitable<void> read_all(std::string& into);

    bool finished() const { return finished_; }
    // Whether so little is left that reading it is cheaper than a new connection.
    bool worth_discarding() const;
    awaitable<void> discard();

private:
    awaitable<void> send_continue();
    awaitable<void> wait_for_more(Io io);
    awaitable<std::span<const char>> read_sized();
    awaitable<std::span<const char>> read_chunked();

    Wire& wire_;
    const std::uint64_t slowest_;
    const Framing::Body kind_;
    const std::uint64_t length_;  // announced
    std::uint64_t limit_ = 0;
    std::chrono::milliseconds time_{0};
    Wire::Clock::time_point deadline_{};  // for the whole body, or the next piece
    bool whole_ = false;
    bool finished_;
    bool continue_due_;  // the client waits for "100 Continue"
    std::uint64_t taken_ = 0;
    Pace pace_;
    std::string piece_;
    std::vector<char> buffer_;
    std::unique_ptr<ChunkDecoder> chunks_;
};

}  // namespace lectern::http
