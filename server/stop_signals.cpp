#include "server/stop_signals.hpp"

#include "server/http/server.hpp"
#include "server/log.hpp"

#include <csignal>
#include <cstdlib>
#include <exception>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

namespace lectern {

namespace asio = boost::asio;

class StopSignals::Impl {
public:
    explicit Impl(http::Server& server) : server_(server), signals_(context_, SIGTERM, SIGINT, SIGHUP) {}
    ~Impl() { context_.stop(); }

    void wait() {
        await_stop();
        context_.run();
        context_.restart();
        await_second_stop();
        second_ = std::jthread([this] { context_.run(); });
    }

private:
    void await_stop() {
        signals_.async_wait([this](boost::system::error_code error, int signal) {
            if (error || signal != SIGHUP) return;
            try {
                server_.reload_tls();
                log::info("certificates reloaded");
            } catch (const std::exception& failure) {
                log::error("the certificates could not be reloaded, the old ones stay in use: {}",
                           failure.what());
            }
            await_stop();
        });
    }

    void await_second_stop() {
        signals_.async_wait([this](boost::system::error_code error, int signal) {
            if (error) return;
            if (signal != SIGHUP) std::_Exit(1);
            await_second_stop();  // a server that stops needs no new certificates
        });
    }

    http::Server& server_;
    asio::io_context context_;
    asio::signal_set signals_;
    std::jthread second_;
};

StopSignals::StopSignals(http::Server& server) : impl_(std::make_unique<Impl>(server)) {}
StopSignals::~StopSignals() = default;

void StopSignals::wait() {
    impl_->wait();
}

}  // namespace lectern
