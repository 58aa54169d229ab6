#pragma once

#include "server/http/run_blocking.hpp"
#include "server/http/server.hpp"
#include "tests/server/http/client.hpp"
#include "tests/support/temporary_folder.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lectern::http::test {

// A certificate for 127.0.0.1 in files of its own, which are deleted with the object.
class Certificate {
public:
    explicit Certificate(const std::string& common_name);
    void replace(const std::string& common_name);  // same files, another key
    std::string certificate() const { return folder_.path() / "certificate.pem"; }
    std::string key() const { return folder_.path() / "key.pem"; }

private:
    TemporaryFolder folder_;
};

// Lets a handler wait until the test says "go", and the test until the handler is there.
class Gate {
public:
    void arrive_and_wait();  // blocks: for the pool
    void wait_for_arrival();
    void open();

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool arrived_ = false;
    bool open_ = false;
};

// A file without a name, as a FileBody with the given bytes.
FileBody make_file(const std::string& content);
// Bytes that differ everywhere, the same on every call.
std::string pattern_bytes(std::size_t size);

// A real server on a port of the system's choice, with routes for the tests. Ends with the test; whatever it
// logs as an error is kept.
class ServerTest : public ::testing::Test {
protected:
    ServerTest();
    ~ServerTest() override;

    void start();  // with `options` and `router` as they are
    void stop();
    Client client() const { return Client(server->port()); }
    std::vector<std::string> errors() const;
    // Waits until the server's counters meet the condition; the test fails if they never do.
    void wait_until(const std::function<bool(const Server::Counters&)>& condition) const;
    void add(Method method, std::string pattern, Handler handler,
             const std::function<void(Route&)>& change = nullptr);

    struct Logged {
        std::string method, target, pattern, request_id, peer, token_id;
        int status = 0;
        std::uint64_t bytes = 0;
        bool completed = false;
    };
    // Waits until so many requests have been logged.
    std::vector<Logged> wait_for_log(std::size_t count);

    ServerOptions options;
    Router router;
    Hooks hooks;
    Authorize authorize;
    BlockingPool pool{2, 16};
    Gate gate;
    std::unique_ptr<Server> server;

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::vector<std::string> errors_;
    std::vector<Logged> log_;
};

}  // namespace lectern::http::test
