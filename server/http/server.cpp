#include "server/http/server.hpp"

#include "server/http/connection/io_thread.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

#include <boost/asio/ip/tcp.hpp>

namespace lectern::http {

using boost::asio::ip::tcp;

namespace {

tcp::endpoint resolve(const std::string& host, std::uint16_t port) {
    boost::system::error_code not_an_address;
    const auto address = boost::asio::ip::make_address(host, not_an_address);
    if (!not_an_address) return {address, port};
    boost::asio::io_context loop;
    const auto found = tcp::resolver(loop).resolve(host, std::to_string(port));
    return found.begin()->endpoint();
}

// With SO_REUSEPORT two servers of one user could share a port unnoticed. A socket without it cannot be bound
// to a port that is in use.
void check_free(const tcp::endpoint& endpoint) {
    if (endpoint.port() == 0) return;
    boost::asio::io_context loop;
    tcp::acceptor probe(loop, endpoint.protocol());
    probe.set_option(tcp::acceptor::reuse_address(true));
    probe.bind(endpoint);
}

}  // namespace

class Server::Impl {
public:
    Impl(ServerOptions options, const Router& router, Authorize authorize, Hooks hooks)
        : context_(std::move(options), router, std::move(authorize), std::move(hooks)) {
        const ServerOptions& o = context_.options;
        if (o.tls_certificate.empty() != o.tls_key.empty()) {
            throw std::runtime_error("TLS needs both a certificate and a key");
        }
        if (o.redirect_port && o.tls_certificate.empty()) {
            throw std::runtime_error("a port that redirects to TLS needs a certificate");
        }
        load_tls();
        const int count = o.io_threads > 0
                              ? o.io_threads
                              : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
        for (int i = 0; i < count; ++i)
            threads_.push_back(std::make_unique<IoThread>(context_));
        context_.port = listen(o.port, IoThread::Purpose::serve);
        if (o.redirect_port) redirect_port_ = listen(*o.redirect_port, IoThread::Purpose::redirect);
    }

    ~Impl() {
        if (!started_) return;
        drain();
        for (const auto& thread : threads_)
            thread->abort_connections();
        for (const auto& thread : threads_)
            thread->drained().wait();
        context_.limits.wait_until_none(std::chrono::steady_clock::time_point::max());
    }

    std::uint16_t port() const { return context_.port; }
    std::optional<std::uint16_t> redirect_port() const { return redirect_port_; }

    void start() {
        started_ = true;
        for (const auto& thread : threads_)
            thread->start();
    }

    void drain() {
        {
            const std::lock_guard lock(mutex_);
            if (drain_end_) return;
            drain_end_ = std::chrono::steady_clock::now() + context_.options.drain_deadline;
        }
        context_.draining = true;
        for (const auto& thread : threads_)
            thread->drain();
        draining_.notify_all();
    }

    void wait() {
        std::unique_lock lock(mutex_);
        draining_.wait(lock, [this] { return drain_end_.has_value(); });
        const auto end = *drain_end_;
        lock.unlock();
        for (const auto& thread : threads_)
            thread->drained().wait_until(end);
        context_.limits.wait_until_none(end);
    }

    void load_tls() {
        const ServerOptions& o = context_.options;
        if (o.tls_certificate.empty()) return;
        context_.set_tls(load_tls_context(o.tls_certificate, o.tls_key, o.kernel_tls));
    }

    Counters counters() const {
        Counters sum;
        for (const auto& thread : threads_) {
            const IoThreadContext& state = thread->context();
            sum.requests += state.requests.load(std::memory_order_relaxed);
            sum.bytes_sent += state.bytes_sent.load(std::memory_order_relaxed);
            sum.accepted += state.accepted.load(std::memory_order_relaxed);
            sum.refused_connections += state.refused.load(std::memory_order_relaxed);
            sum.timeouts += state.timeouts.load(std::memory_order_relaxed);
            sum.loop_lag += state.loop_lag.sum();
        }
        sum.connections = context_.limits.count();
        return sum;
    }

    std::vector<RouteCounts> requests() const {
        std::vector<RouteCounts> sums;
        for (const auto& thread : threads_)
            thread->context().request_counts.add_to(sums);
        return sums;
    }

private:
    // Listens on all io threads. Gives the port, which they share.
    std::uint16_t listen(std::uint16_t port, IoThread::Purpose purpose) {
        const std::string& host = context_.options.host;
        try {
            tcp::endpoint endpoint = resolve(host, port);
            check_free(endpoint);
            for (const auto& thread : threads_)
                endpoint = thread->listen(endpoint, purpose);
            return endpoint.port();
        } catch (const boost::system::system_error& error) {
            throw std::system_error(error.code(),
                                    "Cannot listen on " + host + ", port " + std::to_string(port));
        }
    }

    ServerContext context_;
    std::optional<std::uint16_t> redirect_port_;
    bool started_ = false;
    std::mutex mutex_;
    std::condition_variable draining_;
    std::optional<std::chrono::steady_clock::time_point> drain_end_;
    std::vector<std::unique_ptr<IoThread>> threads_;  // last: they use all of the above
};

Server::Server(ServerOptions options, const Router& router, Authorize authorize, Hooks hooks)
    : impl_(std::make_unique<Impl>(std::move(options), router, std::move(authorize), std::move(hooks))) {}
Server::~Server() = default;

std::uint16_t Server::port() const {
    return impl_->port();
}
std::optional<std::uint16_t> Server::redirect_port() const {
    return impl_->redirect_port();
}
void Server::start() {
    impl_->start();
}
void Server::drain() {
    impl_->drain();
}
void Server::wait() {
    impl_->wait();
}
void Server::reload_tls() {
    impl_->load_tls();
}
Server::Counters Server::counters() const {
    return impl_->counters();
}
std::vector<RouteCounts> Server::requests() const {
    return impl_->requests();
}

}  // namespace lectern::http
