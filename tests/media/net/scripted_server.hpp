#pragma once

#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lectern::media {

// Answers on a loopback port of the system's choice with bytes that the test wrote down: one connection per
// answer, in order. What was asked is kept. Ends with its scope.
class ScriptedServer {
public:
    explicit ScriptedServer(std::vector<std::string> answers, bool hold_open = false);
    ~ScriptedServer();

    std::string url(const std::string& path = "/") const;
    // Header section and body of each request so far; all of them once the client has its answers.
    std::vector<std::string> requests();
    // Returns when a client has sent a whole request.
    void wait_for_request();

private:
    void serve();
    std::string read_request(int fd) const;

    std::vector<std::string> answers_;
    bool hold_open_;  // the last connection stays open without a further byte until the end
    int listener_ = -1;
    int release_[2] = {-1, -1};
    int port_ = 0;
    std::mutex mutex_;
    std::vector<std::string> requests_;
    std::promise<void> asked_;
    std::thread thread_;
};

}  // namespace lectern::media
