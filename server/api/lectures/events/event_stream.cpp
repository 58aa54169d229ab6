// Everything that changes, as Server-Sent Events: one stream for a whole page.
#include "server/api/access/client_ownership.hpp"
#include "server/api/lectures/events/event_feed.hpp"
#include "server/api/lectures/events/event_routes.hpp"
#include "server/api/lectures/events/stream_rights.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "storage/access/ownership_store.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/this_coro.hpp>

namespace lectern::api {
namespace {

using boost::asio::awaitable;

struct WantedEvents {
    std::optional<std::int64_t> session;
    bool watching = false;
    std::optional<std::string> name;

    void describe(wire::Fields& f) {
        f.integer("session", session, {.min = 1, .about = "Only events of this session."});
        f.truth("watching", watching,
                {.required = false,
                 .about = "Count the caller among those who watch the session, and tell who they are."});
        f.rule("watching", !watching || session, "needs a session");
        f.text("name", name, {.max = 60, .about = "Who watches; only for callers without a token."});
    }
};

// The client has to read again what it shows, because it may have missed events.
std::string ready_event(const std::string& id) {
    return "id: " + id + "\nevent: ready\ndata: {}\n\n";
}

awaitable<void> send_events(const LectureServices& services, EventFeed& feed, EventFeed::Filter filter,
                            std::string last_id, http::Caller caller, http::BodyWriter& writer) {
    constexpr auto rights_hold = std::chrono::seconds(15);
    EventFeed::Reader reader(feed, std::move(filter), last_id, co_await boost::asio::this_coro::executor);
    if (!reader.resumed()) {
        const std::string ready = ready_event(reader.id());
        co_await writer.write(ready);
    }
    auto checked_at = std::chrono::steady_clock::now();
    while (!writer.draining()) {
        const auto events = reader.take();
        const std::string text = events ? *events : ready_event(reader.id());
        if (!text.empty()) co_await writer.write(text);
        const bool news = co_await reader.wait();
        if (!news) co_await writer.write(still_here);
        const auto now = std::chrono::steady_clock::now();
        if (news && now - checked_at < rights_hold) continue;
        checked_at = now;
        const bool goes_on = co_await may_still_see(services, caller);
        if (!goes_on) co_return;
    }
}

Result<http::Response> stream_events(const LectureServices& services, EventFeed& feed,
                                     const WantedEvents& wanted, http::Request& request) {
    const auto& client = request.caller.client_id;
    if (wanted.session) {
        const bool theirs = !client || services.owners.has_lecture(*client, *wanted.session);
        if (!theirs || !services.lectures.status(*wanted.session)) return Error::not_found(no_such_lecture);
    }
    EventFeed::Filter filter{wanted.session, client};
    if (wanted.watching) {
        // Who belongs to no client has no name for the people of a client.
        const bool tells_name = client || !services.owners.owner_of_lecture(*wanted.session);
        const std::string name =
            request.caller.token_id.empty() ? wanted.name.value_or("") : request.caller.name;
        filter.watcher = tells_name ? name : "";
    }
    const std::string* last = request.fields.find("Last-Event-ID");
    return event_stream([&services, &feed, filter = std::move(filter), last_id = last ? *last : "",
                         caller = request.caller](http::BodyWriter& writer) {
        return send_events(services, feed, filter, last_id, caller, writer);
    });
}

}  // namespace

void add_event_routes(Routes& routes, const LectureServices& services, EventFeed& feed) {
    routes.add(
        {.method = http::Method::get,
         .pattern = "/api/v1/events",
         .client_owns = handler_keeps_to_client(),
         .summary = "Streams changes of sessions, drafts and cuts as Server-Sent Events, resumable with "
                    "Last-Event-ID. After the event `ready`, read what you show. `presence` tells who "
                    "watches."},
        blocking_endpoint<WantedEvents, NoBody, http::Response>(
            services.database, std::bind_front(stream_events, std::cref(services), std::ref(feed))));
}

}  // namespace lectern::api
