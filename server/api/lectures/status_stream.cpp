#include "server/api/lectures/status_stream.hpp"

#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/lecture_watchers.hpp"
#include "server/http/run_blocking.hpp"
#include "server/wire/json.hpp"

#include <cmath>
#include <functional>

#include <boost/asio/this_coro.hpp>

namespace lectern::api {
namespace {

using boost::asio::awaitable;

// A comment keeps proxies from closing a silent stream.
constexpr std::string_view still_here = ": still here\n\n";

// Returns when something may have changed or the server drains.
awaitable<void> wait_for_change(LectureWatchers::Watch& watch, http::BodyWriter& writer) {
    while (true) {
        // Not in the condition of the loop: g++ 12 compiles a co_await there wrongly.
        const bool changed = co_await watch.changed();
        if (changed) co_return;
        co_await writer.write(still_here);
    }
}

awaitable<void> send_events(const LectureServices& services, std::int64_t lecture_id, std::string last_id,
                            http::BodyWriter& writer) {
    LectureWatchers::Watch watch(services.watchers, lecture_id, co_await boost::asio::this_coro::executor);
    while (!writer.draining()) {
        watch.before_read();
        const auto status = co_await http::run_blocking(services.database,
                                                        [&] { return services.lectures.status(lecture_id); });
        if (!status) {
            co_await writer.write("event: deleted\ndata: {}\n\n");
            co_return;
        }
        const std::string id = status_event_id(*status);
        if (id != last_id) {
            co_await writer.write("id: " + id +
                                  "\nevent: status\ndata: " + wire::to_json(StatusBody(*status)) + "\n\n");
            last_id = id;
        }
        if (!pipeline_runs(status->status)) co_return;
        co_await wait_for_change(watch, writer);
    }
}

}  // namespace

std::string status_event_id(const storage::PipelineStatus& status) {
    return std::to_string(static_cast<int>(status.status)) + "." + std::to_string(status.attempt) + "." +
           std::to_string(std::lround(status.progress * 1000)) + "." +
           std::to_string(std::hash<std::string>{}(status.error));
}

http::Response status_stream(const LectureServices& services, std::int64_t lecture_id,
                             const std::string& last_event_id) {
    http::Response response;
    response.fields.set("Content-Type", "text/event-stream");
    response.fields.set("Cache-Control", "no-store");
    response.body = http::StreamBody([&services, lecture_id, last_event_id](http::BodyWriter& writer) {
        return send_events(services, lecture_id, last_event_id, writer);
    });
    return response;
}

}  // namespace lectern::api
