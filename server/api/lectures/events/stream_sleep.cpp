#include "server/api/lectures/events/stream_sleep.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lectern::api {

namespace asio = boost::asio;

// The cancel is posted to the io thread of the stream, so it finds a timer whose end has been set before.
void StreamSleep::wake() {
    asio::post(timer_.get_executor(), [self = shared_from_this()] { self->timer_.cancel(); });
}

asio::awaitable<bool> StreamSleep::sleep() {
    boost::system::error_code cancelled;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    co_return cancelled.failed();
}

}  // namespace lectern::api
