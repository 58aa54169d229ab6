#include "server/api/lectures/events.hpp"

#include "server/api/lectures/bodies.hpp"
#include "server/api/services.hpp"
#include "server/http/run_blocking.hpp"
#include "server/wire/json.hpp"

#include <chrono>
#include <cmath>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lectern::api {

namespace asio = boost::asio;
using asio::awaitable;
using wire::to_json;

namespace {

// Progress is written to the database by heartbeats without a notice to the hub, so watchers look by
// themselves too; a stream that has been silent for this long also gets a comment, which keeps proxies from
// closing it.
constexpr auto look_again = std::chrono::seconds(1);
constexpr int silent_looks_before_comment = 15;

struct Watch {
    EventHub& events;
    std::int64_t lecture_id;
    ~Watch() { events.forget(lecture_id); }
};

awaitable<void> send_events(Services& services, std::int64_t lecture_id, std::string last_id,
                            http::BodyWriter& writer) {
    const Watch watch{services.events, lecture_id};
    int silent_looks = 0;
    while (!writer.draining()) {
        const std::uint64_t seen = services.events.version(lecture_id);
        const auto status = co_await http::run_blocking(services.blocking,
                                                        [&] { return services.lectures.status(lecture_id); });
        if (!status) {
            co_await writer.write("event: deleted\ndata: {}\n\n");
            co_return;
        }
        const std::string id = event_id(*status);
        if (id != last_id) {
            co_await writer.write("id: " + id + "\nevent: status\ndata: " + to_json(StatusBody(*status)) +
                                  "\n\n");
            last_id = id;
            silent_looks = 0;
        } else if (++silent_looks == silent_looks_before_comment) {
            co_await writer.write(": still here\n\n");
            silent_looks = 0;
        }
        if (!pipeline_runs(status->status)) co_return;
        co_await services.events.wait(lecture_id, seen);
    }
}

}  // namespace

std::string event_id(const storage::PipelineStatus& status) {
    return std::to_string(static_cast<int>(status.status)) + "." + std::to_string(status.attempt) + "." +
           std::to_string(std::lround(status.progress * 1000)) + "." +
           std::to_string(std::hash<std::string>{}(status.error));
}

// The timer belongs to the waiter's io thread; others only post to it.
struct EventHub::Waiter {
    explicit Waiter(const asio::any_io_executor& executor) : timer(executor, look_again) {}
    asio::steady_timer timer;
};

void EventHub::wake(Watched& watched) {
    for (auto& [key, waiter] : watched.waiters)
        asio::post(waiter->timer.get_executor(), [waiter = waiter] { waiter->timer.cancel(); });
}

void EventHub::changed(std::int64_t lecture_id) {
    const std::lock_guard lock(mutex_);
    const auto found = watched_.find(lecture_id);
    if (found == watched_.end()) return;
    found->second.version = ++clock_;
    wake(found->second);
}

void EventHub::stop() {
    const std::lock_guard lock(mutex_);
    for (auto& [id, watched] : watched_)
        wake(watched);
}

std::uint64_t EventHub::version(std::int64_t lecture_id) {
    const std::lock_guard lock(mutex_);
    return watched_[lecture_id].version;
}

void EventHub::forget(std::int64_t lecture_id) {
    const std::lock_guard lock(mutex_);
    const auto found = watched_.find(lecture_id);
    if (found != watched_.end() && found->second.waiters.empty()) watched_.erase(found);
}

awaitable<void> EventHub::wait(std::int64_t lecture_id, std::uint64_t seen) {
    const auto waiter = std::make_shared<Waiter>(co_await asio::this_coro::executor);
    {
        const std::lock_guard lock(mutex_);
        Watched& watched = watched_[lecture_id];
        if (watched.version != seen) co_return;
        watched.waiters.emplace(waiter.get(), waiter);
    }
    boost::system::error_code woken;
    co_await waiter->timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    const std::lock_guard lock(mutex_);
    const auto found = watched_.find(lecture_id);
    if (found == watched_.end()) co_return;
    found->second.waiters.erase(waiter.get());
    if (found->second.waiters.empty()) watched_.erase(found);
}

http::Response event_stream(Services& services, std::int64_t lecture_id, const std::string& last_event_id) {
    http::Response response;
    response.fields.set("Content-Type", "text/event-stream");
    response.fields.set("Cache-Control", "no-store");
    response.body = http::StreamBody([&services, lecture_id, last_event_id](http::BodyWriter& writer) {
        return send_events(services, lecture_id, last_event_id, writer);
    });
    return response;
}

}  // namespace lectern::api
