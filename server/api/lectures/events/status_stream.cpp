#include "server/api/lectures/events/status_stream.hpp"

#include "server/api/lectures/events/lecture_watchers.hpp"
#include "server/api/lectures/events/stream_rights.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/http/run_blocking.hpp"
#include "server/wire/json.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <cmath>
#include <functional>
#include <optional>

#include <boost/asio/this_coro.hpp>

namespace lectern::api {
namespace {

using boost::asio::awaitable;

// Returns when something may have changed or the server drains. False: the caller may not see the lecture any
// more. The lecture is not read while nothing changes.
awaitable<bool> wait_for_change(const LectureServices& services, LectureWatchers::Watch& watch,
                                http::BodyWriter& writer, const http::Caller& caller) {
    while (true) {
        // Not in the condition of the loop: g++ 12 compiles a co_await there wrongly.
        const bool changed = co_await watch.changed();
        if (changed) co_return true;
        co_await writer.write(still_here);
        const bool goes_on = co_await may_still_see(services, caller);
        if (!goes_on) co_return false;
    }
}

awaitable<void> send_events(const LectureServices& services, std::int64_t lecture_id, std::string last_id,
                            http::Caller caller, http::BodyWriter& writer) {
    LectureWatchers::Watch watch(services.watchers, lecture_id, co_await boost::asio::this_coro::executor);
    while (!writer.draining()) {
        watch.before_read();
        const bool may_see = co_await may_still_see(services, caller);
        if (!may_see) co_return;
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
        const bool goes_on = co_await wait_for_change(services, watch, writer, caller);
        if (!goes_on) co_return;
    }
}

}  // namespace

std::string status_event_id(const storage::PipelineStatus& status) {
    return std::to_string(static_cast<int>(status.status)) + "." + std::to_string(status.attempt) + "." +
           std::to_string(std::lround(status.progress * 1000)) + "." +
           std::to_string(std::hash<std::string>{}(status.error));
}

http::Response status_stream(const LectureServices& services, std::int64_t lecture_id,
                             const std::string& last_event_id, const http::Caller& caller) {
    return event_stream([&services, lecture_id, last_event_id, caller](http::BodyWriter& writer) {
        return send_events(services, lecture_id, last_event_id, caller, writer);
    });
}

}  // namespace lectern::api
