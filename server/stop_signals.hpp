#pragma once

#include <memory>

namespace lectern {
namespace http {
class Server;
}

// Handles the signals of a running server. The first SIGTERM or SIGINT ends wait(); a later one ends the
// process at once with exit code 1. A SIGHUP during wait() reloads the certificates.
class StopSignals {
public:
    explicit StopSignals(http::Server& server);
    ~StopSignals();

    // Blocks the calling thread until the first SIGTERM or SIGINT. Call it once.
    void wait();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern
