#pragma once

#include <memory>

namespace lectern {
namespace http {
class Server;
}

// The signals of a running server: the first SIGTERM or SIGINT asks it to stop, the second ends the process.
// SIGHUP loads the certificates again..
class StopSignals {
public:
    explicit StopSignals(http::Server& server);
    ~StopSignals();

    // Returns after the first SIGTERM or SIGINT.
    void wait();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern
