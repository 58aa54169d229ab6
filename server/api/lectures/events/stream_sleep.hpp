#pragma once

#include <chrono>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace lectern::api {

// A sleep of an event stream that other threads can end. Owned by a std::shared_ptr.
class StreamSleep : public std::enable_shared_from_this<StreamSleep> {
public:
    explicit StreamSleep(const boost::asio::any_io_executor& executor) : timer_(executor) {}

    // On the io thread of the stream: set_end(), and then sleep(), which ends then or at a wake() that came
    // after set_end(). True if it was woken. A wake() may also come late, for a change that has been seen
    // since.
    void set_end(std::chrono::steady_clock::time_point end) { timer_.expires_at(end); }
    boost::asio::awaitable<bool> sleep();

    // From any thread.
    void wake();

private:
    boost::asio::steady_timer timer_;  // used only on its io thread
};

}  // namespace lectern::api
