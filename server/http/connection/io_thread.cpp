#include "server/http/connection/io_thread.hpp"

#include "domain/base/thread_role.hpp"
#include "server/http/exception_text.hpp"
#include "server/http/problem.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <arpa/inet.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lectern::http {
namespace asio = boost::asio;
using boost::asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

constexpr auto sweep_interval = 200ms;
constexpr auto out_of_descriptors_pause = 150ms;
constexpr int accepts_at_once = 64;  // then the open connections have their turn
constexpr int backlog = 1024;
constexpr int refused_reads = 8;

std::string text_of(const sockaddr_storage& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* bytes =
        address.ss_family == AF_INET
            ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(address).sin_addr)
            : &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    return inet_ntop(address.ss_family, bytes, text.data(), text.size()) == nullptr ? "" : text.data();
}

tcp::acceptor listen_on(asio::io_context& loop, const tcp::endpoint& endpoint) {
    tcp::acceptor acceptor(loop, endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    const int on = 1;
    if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
        throw std::system_error(errno, std::generic_category(), "SO_REUSEPORT");
    }
    acceptor.bind(endpoint);
    acceptor.native_non_blocking(true);
    acceptor.listen(backlog);
    return acceptor;
}

}  // namespace

IoThread::IoThread(ServerContext& server) : context_(server), sweep_timer_(loop_) {}

IoThread::~IoThread() {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
}

tcp::endpoint IoThread::listen(const tcp::endpoint& endpoint, Purpose purpose) {
    listeners_.push_back({listen_on(loop_, endpoint), asio::steady_timer(loop_), purpose});
    return listeners_.back().acceptor.local_endpoint();
}

void IoThread::start() {
    for (Listener& listener : listeners_)
        spawn("accept loop", accept_loop(listener));
    spawn("deadline sweep", sweep_loop());
    thread_ = std::thread([this] { run(); });
}

void IoThread::spawn(const char* name, awaitable<void> task) {
    asio::co_spawn(loop_, std::move(task), [this, name](const std::exception_ptr& error) {
        if (error) context_.server.log(std::string(name) + ": " + exception_text(error));
    });
}

void IoThread::run() {
    mark_io_thread();
    // sendfile() has no MSG_NOSIGNAL.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    while (!loop_.stopped()) {
        try {
            loop_.run();
        } catch (...) {
            context_.server.log("io thread: " + exception_text(std::current_exception()));
        }
    }
}

awaitable<void> IoThread::accept_loop(Listener& listener) {
    tcp::acceptor& acceptor = listener.acceptor;
    while (acceptor.is_open()) {
        boost::system::error_code ignored;
        co_await acceptor.async_wait(tcp::acceptor::wait_read,
                                     asio::redirect_error(asio::use_awaitable, ignored));
        if (!acceptor.is_open() || accept_waiting(listener) != Accepted::exhausted) continue;
        // New connections wait in the queue meanwhile; another try at once would only use up the processor.
        listener.pause.expires_after(out_of_descriptors_pause);
        co_await listener.pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

IoThread::Accepted IoThread::accept_waiting(Listener& listener) {
    for (int i = 0; i < accepts_at_once; ++i) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        const int fd = ::accept4(listener.acceptor.native_handle(), reinterpret_cast<sockaddr*>(&address),
                                 &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            try {
                admit(UniqueFd(fd), address, listener.purpose);
            } catch (const std::bad_alloc& failure) {
                return exhausted(failure.what());
            }
            continue;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) return Accepted::all;
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            return exhausted(std::strerror(errno));
        }
        // Any other error concerns that one connection alone.
    }
    return Accepted::some;
}

IoThread::Accepted IoThread::exhausted(const char* reason) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_complaint_ > 10s) {
        last_complaint_ = now;
        context_.server.log(std::string("no more connections can be taken: ") + reason);
    }
    return Accepted::exhausted;
}

void IoThread::admit(UniqueFd fd, const sockaddr_storage& address, Purpose purpose) {
    context_.accepted.fetch_add(1, std::memory_order_relaxed);
    const std::string peer = text_of(address);
    const bool is_proxy = context_.server.options.trusted_proxies.contain(peer);
    auto ticket = context_.server.limits.admit(address_key(peer), is_proxy);
    if (!ticket) {
        refuse(fd.get(), purpose);
        return;
    }
    const int on = 1;
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    boost::system::error_code error;
    Socket socket(loop_);
    socket.assign(address.ss_family == AF_INET ? tcp::v4() : tcp::v6(), fd.get(), error);
    if (error) return;
    fd.release();  // the socket owns it now
    const bool redirects = purpose == Purpose::redirect;
    ConnectionFacts facts{peer, ticket->in_reserve(), redirects};
    auto connection =
        std::make_shared<Connection>(context_, std::move(socket), redirects ? nullptr : context_.server.tls(),
                                     std::move(facts), std::move(*ticket));
    connections_.push_back(*connection);
    park(std::move(connection));
}

void IoThread::park(std::shared_ptr<Connection> connection) {
    Connection& target = *connection;
    target.abort_slot().clear();
    target.when_due([this, connection = std::move(connection)](boost::system::error_code) mutable {
        serve(std::move(connection));
    });
}

void IoThread::serve(std::shared_ptr<Connection> connection) {
    Connection& target = *connection;
    // The completion handler owns the connection, which thus outlives its coroutine and the cancellation
    // slot.
    asio::co_spawn(loop_, target.run(),
                   asio::bind_cancellation_slot(
                       target.abort_slot(),
                       [this, connection = std::move(connection)](const std::exception_ptr& failure) mutable {
                           if (failure) {
                               connection->log_failure(failure);
                           } else if (connection->parked()) {
                               park(std::move(connection));
                           }
                       }));
}

// Answers 503 as far as that needs no waiting. Over TLS there is no cheap way to answer.
void IoThread::refuse(int fd, Purpose purpose) {
    context_.refused.fetch_add(1, std::memory_order_relaxed);
    if (purpose == Purpose::redirect || !context_.server.tls()) {
        static const std::string answer = [] {
            const std::string body = std::get<std::string>(server_is_full().body);
            return "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
                   "X-Content-Type-Options: nosniff\r\nRetry-After: 5\r\nConnection: "
                   "close\r\nContent-Length: " +
                   std::to_string(body.size()) + "\r\n\r\n" + body;
        }();
        [[maybe_unused]] const ssize_t sent = ::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
        ::shutdown(fd, SHUT_WR);
        // Unread input would turn the close into a reset. The bound keeps a client that floods from holding
        // this thread.
        const auto scratch = context_.scratch();
        for (int i = 0; i < refused_reads; ++i) {
            if (::recv(fd, scratch.data(), scratch.size(), 0) <= 0) break;
        }
    }
}

awaitable<void> IoThread::sweep_loop() {
    auto due = std::chrono::steady_clock::now();
    while (true) {
        due = std::max(due + sweep_interval, std::chrono::steady_clock::now());
        sweep_timer_.expires_at(due);
        boost::system::error_code ignored;
        co_await sweep_timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        const auto now = std::chrono::steady_clock::now();
        context_.loop_lag.add(now - due);
        for (Connection& connection : connections_)
            connection.check_deadlines(now);
    }
}

void IoThread::drain() {
    asio::post(loop_, [this] {
        if (std::exchange(context_.draining, true)) return;
        // Connections that are in the queue already are served.
        for (Listener& listener : listeners_) {
            for (int i = 0; i <= backlog / accepts_at_once && accept_waiting(listener) == Accepted::some;
                 ++i) {
            }
            boost::system::error_code ignored;
            listener.acceptor.close(ignored);
            listener.pause.cancel();
        }
        for (Connection& connection : connections_)
            connection.drain();
        drained_promise_.set_value();
    });
}

void IoThread::abort_connections() {
    asio::post(loop_, [this] {
        for (auto it = connections_.begin(); it != connections_.end();) {
            Connection& connection = *it++;
            connection.abort();
        }
    });
}

}  // namespace lectern::http
