#include "server/api/lectures/status_stream.hpp"

#include "server/api/lectures/lecture_bodies.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/lecture_watchers.hpp"
#include "server/http/run_blocking.hpp"
#include "server/wire/json.hpp"
#include "storage/access/token_store.hpp"

#include <chrono>
#include <cmath>
#include <functional>
#include <optional>

#include <boost/asio/this_coro.hpp>

namespace lectern::api {
namespace {

using boost::asio::awaitable;

// A comment keeps proxies from closing a silent stream.
constexpr std::string_view still_here = ": still here\n\n";

// Whether the token is still valid and the signed address has not expired. Blocks if there is a token.
bool may_see(const LectureServices& services, const http::Caller& caller) {
    if (!caller.token_id.empty() && !services.tokens.is_valid(caller.token_id)) return false;
    return caller.signed_until == 0 || services.now() < Timestamp(std::chrono::seconds(caller.signed_until));
}

struct Seen {
    bool may_see = false;
    std::optional<storage::PipelineStatus> status;  // none: the lecture is gone
};

// May block.
Seen look(const LectureServices& services, std::int64_t lecture_id, const http::Caller& caller) {
    if (!may_see(services, caller)) return {};
    return {true, services.lectures.status(lecture_id)};
}

// Returns when something may have changed or the server drains. False: the caller may not see the lecture any
// more. The lecture is not read while nothing changes.
awaitable<bool> wait_for_change(const LectureServices& services, LectureWatchers::Watch& watch,
                                http::BodyWriter& writer, const http::Caller& caller) {
    while (true) {
        // Not in the condition of the loop: g++ 12 compiles a co_await there wrongly.
        const bool changed = co_await watch.changed();
        if (changed) co_return true;
        co_await writer.write(still_here);
        bool goes_on = false;
        if (caller.token_id.empty())
            goes_on = may_see(services, caller);
        else
            goes_on =
                co_await http::run_blocking(services.database, [&] { return may_see(services, caller); });
        if (!goes_on) co_return false;
    }
}

awaitable<void> send_events(const LectureServices& services, std::int64_t lecture_id, std::string last_id,
                            http::Caller caller, http::BodyWriter& writer) {
    LectureWatchers::Watch watch(services.watchers, lecture_id, co_await boost::asio::this_coro::executor);
    while (!writer.draining()) {
        watch.before_read();
        const Seen seen = co_await http::run_blocking(services.database,
                                                      [&] { return look(services, lecture_id, caller); });
        if (!seen.may_see) co_return;
        if (!seen.status) {
            co_await writer.write("event: deleted\ndata: {}\n\n");
            co_return;
        }
        const std::string id = status_event_id(*seen.status);
        if (id != last_id) {
            co_await writer.write(
                "id: " + id + "\nevent: status\ndata: " + wire::to_json(StatusBody(*seen.status)) + "\n\n");
            last_id = id;
        }
        if (!pipeline_runs(seen.status->status)) co_return;
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
    http::Response response;
    response.fields.set("Content-Type", "text/event-stream");
    response.fields.set("Cache-Control", "no-store");
    // nginx would gather an answer that it passes on.
    response.fields.set("X-Accel-Buffering", "no");
    response.body =
        http::StreamBody([&services, lecture_id, last_event_id, caller](http::BodyWriter& writer) {
            return send_events(services, lecture_id, last_event_id, caller, writer);
        });
    return response;
}

}  // namespace lectern::api
