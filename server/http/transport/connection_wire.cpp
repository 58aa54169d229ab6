#include "server/http/transport/connection_wire.hpp"

namespace lectern::http {
namespace {

constexpr std::size_t kept_when_idle = 64;  // bytes of a buffer that are not worth freeing

}  // namespace

void ConnectionWire::release_memory() {
    if (input_.empty() && input_.capacity() > kept_when_idle) std::string().swap(input_);
    stream_.release_buffers();
}

void ConnectionWire::check_deadline(Clock::time_point now) {
    if (deadline_.expires(now)) stream_.cancel_waits();
}

void ConnectionWire::abort() {
    end_ = End::aborted;
    stream_.abort();
    abort_signal_.emit(boost::asio::cancellation_type::terminal);
}

}  // namespace lectern::http
