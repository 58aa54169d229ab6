#include "server/http/connection/request_body.hpp"

#include <algorithm>

namespace lectern::http {
namespace {

constexpr std::size_t piece_size = 128 * 1024;
constexpr std::uint64_t max_discarded = 64 * 1024;
constexpr auto discard_time = std::chrono::seconds(5);

}  // namespace

RequestBody::RequestBody(Wire& wire, const Framing& framing, std::uint64_t slowest)
    : wire_(wire),
      slowest_(slowest),
      kind_(framing.body),
      length_(framing.length),
      finished_(framing.body == Framing::Body::none),
      continue_due_(framing.expects_continue) {
    if (kind_ == Framing::Body::chunked) chunks_ = std::make_unique<ChunkDecoder>();
}

std::optional<std::uint64_t> RequestBody::length() const {
    if (kind_ == Framing::Body::chunked) return std::nullopt;
    return length_;
}

bool RequestBody::worth_discarding() const {
    return kind_ == Framing::Body::sized && !continue_due_ && length_ - taken_ <= max_discarded;
}

awaitable<void> RequestBody::send_continue() {
    if (!continue_due_) co_return;
    continue_due_ = false;
    if (!wire_.input().empty()) co_return;  // the client did not wait for it
    // Not within the if: g++ 12 makes a wrong frame for a literal that is awaited in a condition.
    const bool sent = co_await wire_.send("HTTP/1.1 100 Continue\r\n\r\n");
    if (!sent) throw ClientGone();
}

awaitable<void> RequestBody::wait_for_more(Io io) {
    // Not within the call: g++ 12 makes a wrong frame for a conditional expression in an awaited call.
    const std::uint64_t slowest = whole_ ? 0 : slowest_;
    if (!co_await wire_.wait_paced(io, pace_, taken_, slowest, deadline_)) {
        throw BodyError(408, "The body took too long to arrive.");
    }
}

awaitable<std::span<const char>> RequestBody::read() {
    if (finished_) co_return std::span<const char>{};
    if (kind_ == Framing::Body::sized && length_ > limit_) throw BodyError(413, "The body is too large.");
    if (!whole_) deadline_ = Wire::Clock::now() + time_;
    co_await send_continue();
    if (kind_ == Framing::Body::sized) co_return co_await read_sized();
    co_return co_await read_chunked();
}

awaitable<std::span<const char>> RequestBody::read_sized() {
    const std::uint64_t left = length_ - taken_;
    std::string& input = wire_.input();
    std::span<const char> piece;
    if (!input.empty()) {
        const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(input.size(), left));
        piece_.assign(input, 0, here);
        input.erase(0, here);
        piece = piece_;
    } else {
        if (buffer_.empty())
            buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, piece_size)));
        const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_.size(), left));
        while (piece.empty()) {
            const IoOutcome got = wire_.receive(std::span(buffer_).first(room));
            if (got.io == Io::closed) throw ClientGone();
            if (got.io == Io::done) {
                piece = std::span(buffer_).first(got.bytes);
            } else {
                co_await wait_for_more(got.io);
            }
        }
    }
    taken_ += piece.size();
    finished_ = taken_ == length_;
    co_return piece;
}

awaitable<std::span<const char>> RequestBody::read_chunked() {
    std::string& input = wire_.input();
    piece_.clear();
    bool need_input = input.empty();
    while (true) {
        if (need_input) {
            const IoOutcome got = wire_.receive(piece_size);
            if (got.io != Io::done) {
                if (!piece_.empty()) break;  // the next read meets the end or the wait again
                if (got.io == Io::closed) throw ClientGone();
                co_await wait_for_more(got.io);
                continue;
            }
        }
        const std::size_t used = chunks_->feed(input, piece_, piece_size - piece_.size());
        input.erase(0, used);
        if (chunks_->failed()) throw BodyError(400, "The chunks of the body are malformed.");
        if (chunks_->finished() || piece_.size() == piece_size) break;
        need_input = true;
    }
    finished_ = chunks_->finished();
    taken_ += piece_.size();
    if (taken_ > limit_) throw BodyError(413, "The body is too large.");
    co_return std::span<const char>(piece_);
}

awaitable<void> RequestBody::read_all(std::string& into) {
    whole_ = true;
    deadline_ = Wire::Clock::now() + time_;
    // The announced length is not trusted: memory grows with the bytes that come.
    while (!finished_) {
        const std::span<const char> piece = co_await read();
        into.append(piece.data(), piece.size());
    }
    std::vector<char>().swap(buffer_);
}

awaitable<void> RequestBody::discard() {
    limit_ = length_;
    whole_ = true;
    deadline_ = Wire::Clock::now() + discard_time;
    while (!finished_)
        co_await read();
}

}  // namespace lectern::http
