#include "server/http/connection/request_body.hpp"

#include <algorithm>

namespace lectern::http {
namespace {

constexpr std::size_t piece_size = 128 * 1024;
constexpr std::uint64_t max_discarded = 64 * 1024;
constexpr auto discard_patience = std::chrono::seconds(5);

}  // namespace

RequestBody::RequestBody(Connection& connection, const Framing& framing)
    : connection_(connection),
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

awaitable<void> RequestBody::invite() {
    if (!continue_due_) co_return;
    continue_due_ = false;
    if (!connection_.in_.empty()) co_return;  // it did not wait
    // Not within the if: g++ 12 lays the frame out wrongly when a literal is awaited on in a condition.
    const bool sent = co_await connection_.send("HTTP/1.1 100 Continue\r\n\r\n");
    if (!sent) throw ClientGone();
}

awaitable<void> RequestBody::wait_for_more(Io io) {
    const auto& options = connection_.thread_.setup.options;
    const std::uint64_t slowest = whole_ ? 0 : options.slowest_upload;
    if (!co_await connection_.wait_paced(io, pace_, taken_, slowest, deadline_)) {
        throw BodyError(408, "The body took too long to arrive.");
    }
}

awaitable<std::span<const char>> RequestBody::read() {
    if (finished_) co_return std::span<const char>{};
    if (kind_ == Framing::Body::sized && length_ > limit_) throw BodyError(413, "The body is too large.");
    if (!whole_) deadline_ = Connection::Clock::now() + patience_;
    co_await invite();
    if (kind_ == Framing::Body::sized) co_return co_await read_sized();
    co_return co_await read_chunked();
}

awaitable<std::span<const char>> RequestBody::read_sized() {
    const std::uint64_t left = length_ - taken_;
    std::string& in = connection_.in_;
    std::span<const char> piece;
    if (!in.empty()) {
        const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(in.size(), left));
        piece_.assign(in, 0, here);
        in.erase(0, here);
        piece = piece_;
    } else {
        if (buffer_.empty())
            buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, piece_size)));
        const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_.size(), left));
        while (piece.empty()) {
            const IoOutcome got = connection_.stream_.read(std::span(buffer_).first(room));
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
    std::string& in = connection_.in_;
    piece_.clear();
    bool need_input = in.empty();
    while (true) {
        if (need_input) {
            const IoOutcome got = connection_.stream_.read(connection_.thread_.scratch());
            if (got.io != Io::done) {
                if (!piece_.empty()) break;  // the next read meets the end or the wait again
                if (got.io == Io::closed) throw ClientGone();
                co_await wait_for_more(got.io);
                continue;
            }
            in.append(connection_.thread_.scratch().data(), got.bytes);
        }
        const std::size_t used = chunks_->feed(in, piece_, piece_size - piece_.size());
        in.erase(0, used);
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
    deadline_ = Connection::Clock::now() + patience_;
    // What is announced is not believed: memory follows the bytes that came.
    while (!finished_) {
        const std::span<const char> piece = co_await read();
        into.append(piece.data(), piece.size());
    }
    std::vector<char>().swap(buffer_);
}

awaitable<void> RequestBody::discard() {
    limit_ = length_;
    whole_ = true;
    deadline_ = Connection::Clock::now() + discard_patience;
    while (!finished_)
        co_await read();
}

}  // namespace lectern::http
