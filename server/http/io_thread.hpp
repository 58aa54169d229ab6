#pragma once

#include "server/http/thread_state.hpp"

#include <chrono>
#include <future>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace lectern::http {

// One thread with its own loop, its own listening socket (the kernel spreads connections over them) and the
// connections that this socket took.
class IoThread {
public:
    // `endpoint` has its final port. Throws std::system_error.
    IoThread(Setup& setup, const boost::asio::ip::tcp::endpoint& endpoint);
    ~IoThread();  // ends the loop and joins; all connections must be gone

    boost::asio::ip::tcp::endpoint local_endpoint() const { return acceptor_.local_endpoint(); }
    void start();
    void drain();              // thread-safe
    void abort_connections();  // thread-safe
    // Becomes ready when drain() has been carried out: from then on no connection is added.
    const std::shared_future<void>& drained() const { return drained_; }
    const ThreadState& state() const { return state_; }

private:
    void run();
    awaitable<void> accept_loop();
    enum class Accepted { all, some, exhausted };  // exhausted: no descriptors or memory are left
    Accepted accept_waiting();
    void admit(int fd, const sockaddr_storage& address);
    void refuse(int fd);
    awaitable<void> sweep_loop();

    ThreadState state_;
    boost::asio::io_context loop_{1};
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer sweep_timer_;
    boost::asio::steady_timer pause_timer_;
    std::chrono::steady_clock::time_point last_complaint_{};
    std::promise<void> drained_promise_;
    std::shared_future<void> drained_{drained_promise_.get_future()};
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace lectern::http
