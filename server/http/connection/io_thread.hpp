#pragma once

#include "domain/base/unique_fd.hpp"
#include "server/http/connection/connection.hpp"
#include "server/http/io_thread_context.hpp"

#include <chrono>
#include <future>
#include <list>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

namespace lectern::http {

// One thread with a loop of its own, listening sockets of its own (the kernel spreads new connections over
// those of all threads) and the connections that they accepted.
class IoThread {
public:
    enum class Purpose { serve, redirect };  // redirect: sends everybody to the TLS port

    explicit IoThread(ServerContext& server);
    ~IoThread();  // ends the loop and joins; all connections must be gone

    // Before start(). Gives the endpoint, with the port that the system has chosen if none was given. Throws
    // std::system_error.
    boost::asio::ip::tcp::endpoint listen(const boost::asio::ip::tcp::endpoint& endpoint, Purpose purpose);
    void start();
    void drain();              // thread-safe
    void abort_connections();  // thread-safe
    // Becomes ready when drain() has taken effect: from then on no connection is added.
    const std::shared_future<void>& drained() const { return drained_; }
    const IoThreadContext& context() const { return context_; }

private:
    void run();
    // Starts a coroutine of this thread. An exception that leaves it is logged with the name.
    void spawn(const char* name, awaitable<void> task);
    struct Listener {
        boost::asio::ip::tcp::acceptor acceptor;
        boost::asio::steady_timer pause;
        Purpose purpose;
    };

    awaitable<void> accept_loop(Listener& listener);
    enum class Accepted { all, some, exhausted };  // exhausted: no descriptors or memory are left
    Accepted accept_waiting(Listener& listener);
    Accepted exhausted(const char* reason);
    void admit(UniqueFd fd, const sockaddr_storage& address, Purpose purpose);
    // A connection alternates between these two: parked without a coroutine, or served by one.
    void park(std::shared_ptr<Connection> connection);
    void serve(std::shared_ptr<Connection> connection);
    void refuse(int fd, Purpose purpose);
    awaitable<void> sweep_loop();

    IoThreadContext context_;
    // Before the loop, whose end destroys the connections that are left.
    boost::intrusive::list<Connection, boost::intrusive::base_hook<ConnectionHook>,
                           boost::intrusive::constant_time_size<false>>
        connections_;
    boost::asio::io_context loop_{1};
    std::list<Listener> listeners_;
    boost::asio::steady_timer sweep_timer_;
    std::chrono::steady_clock::time_point last_complaint_{};
    std::promise<void> drained_promise_;
    std::shared_future<void> drained_{drained_promise_.get_future()};
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace lectern::http
