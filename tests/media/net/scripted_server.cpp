#include "tests/media/net/scripted_server.hpp"

#include <stdexcept>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lectern::media {
namespace {

// False when the server is to end before anything can be read.
bool readable(int fd, int release) {
    pollfd wait[] = {{fd, POLLIN, 0}, {release, POLLIN, 0}};
    while (::poll(wait, 2, -1) < 0) {
    }
    return wait[1].revents == 0;
}

}  // namespace

ScriptedServer::ScriptedServer(std::vector<std::string> answers, bool hold_open)
    : answers_(std::move(answers)), hold_open_(hold_open) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 8) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0 ||
        ::pipe(release_) != 0)
        throw std::runtime_error("no loopback socket");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

ScriptedServer::~ScriptedServer() {
    ::close(release_[1]);
    thread_.join();
    ::close(release_[0]);
    ::close(listener_);
}

std::string ScriptedServer::url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<std::string> ScriptedServer::requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
}

void ScriptedServer::wait_for_request() {
    asked_.get_future().wait();
}

void ScriptedServer::serve() {
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        if (!readable(listener_, release_[0])) return;
        const int fd = ::accept(listener_, nullptr, nullptr);
        std::string request = read_request(fd);
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(std::move(request));
        }
        const std::string& answer = answers_[i];
        for (std::size_t sent = 0; sent < answer.size();) {
            const ssize_t n = ::send(fd, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
            if (n <= 0) break;
            sent += static_cast<std::size_t>(n);
        }
        if (i == 0) asked_.set_value();
        if (hold_open_ && i + 1 == answers_.size()) readable(-1, release_[0]);
        ::close(fd);
    }
}

std::string ScriptedServer::read_request(int fd) const {
    std::string request;
    char buffer[4096];
    for (std::size_t wanted = std::string::npos; request.size() < wanted;) {
        if (!readable(fd, release_[0])) break;
        const ssize_t n = ::recv(fd, buffer, sizeof buffer, 0);
        if (n <= 0) break;
        request.append(buffer, static_cast<std::size_t>(n));
        const auto end = request.find("\r\n\r\n");
        if (end == request.npos || wanted != request.npos) continue;
        const auto length = request.find("Content-Length: ");
        wanted = end + 4 + (length < end ? std::stoul(request.substr(length + 16)) : 0);
    }
    return request;
}

}  // namespace lectern::media
