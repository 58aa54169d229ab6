#include "media/net/resolve.hpp"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include <netdb.h>
#include <sys/socket.h>

namespace lectern::media {
namespace {

struct Answer {
    std::mutex mutex;
    std::condition_variable_any ready;
    bool done = false;
    int code = 0;
    std::vector<IpAddress> addresses;
};

void ask_system(const std::string& host, Answer& answer) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    const int code = getaddrinfo(host.c_str(), nullptr, &hints, &list);
    std::vector<IpAddress> addresses;
    for (const addrinfo* item = list; item; item = item->ai_next) {
        const auto address = IpAddress::from(*item->ai_addr);
        if (address && std::ranges::find(addresses, *address) == addresses.end())
            addresses.push_back(*address);
    }
    if (list) freeaddrinfo(list);
    const std::lock_guard lock(answer.mutex);
    answer.code = code;
    answer.addresses = std::move(addresses);
    answer.done = true;
    answer.ready.notify_all();
}

}  // namespace

HttpResult<std::vector<IpAddress>> resolve_host(const std::string& host, const HostResolver& resolver,
                                                std::chrono::steady_clock::time_point deadline,
                                                const std::stop_token& stop) {
    if (const auto literal = IpAddress::parse(host)) return std::vector{*literal};
    if (resolver) {
        auto addresses = resolver(host);
        if (addresses.empty()) return HttpError{HttpErrorKind::resolve, host + " has no address"};
        return addresses;
    }
    auto answer = std::make_shared<Answer>();
    std::thread([host, answer] { ask_system(host, *answer); }).detach();
    std::unique_lock lock(answer->mutex);
    const bool done = answer->ready.wait_until(lock, stop, deadline, [&] { return answer->done; });
    if (!done && stop.stop_requested()) return HttpError{HttpErrorKind::cancelled, {}};
    if (!done) return HttpError{HttpErrorKind::resolve, "no answer about " + host + " in time"};
    if (answer->code != 0) return HttpError{HttpErrorKind::resolve, host + ": " + gai_strerror(answer->code)};
    if (answer->addresses.empty()) return HttpError{HttpErrorKind::resolve, host + " has no address"};
    return std::move(answer->addresses);
}

}  // namespace lectern::media
