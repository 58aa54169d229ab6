#include "server/api/lectures/events/stream_rights.hpp"

#include "server/api/lectures/lecture_routes.hpp"
#include "server/http/run_blocking.hpp"
#include "storage/access/login_store.hpp"
#include "storage/access/token_store.hpp"

#include <chrono>
#include <utility>

namespace lectern::api {

boost::asio::awaitable<bool> may_still_see(const LectureServices& services, const http::Caller& caller) {
    if (caller.signed_until != 0 && services.now() >= Timestamp(std::chrono::seconds(caller.signed_until)))
        co_return false;
    if (caller.token_id.empty()) co_return true;
    co_return co_await http::run_blocking(services.database, [&] {
        if (!caller.login.empty()) return services.logins.is_valid(caller.login, services.now());
        return services.tokens.is_valid(caller.token_id);
    });
}

http::Response event_stream(http::StreamBody body) {
    http::Response response;
    response.fields.set("Content-Type", "text/event-stream");
    response.fields.set("Cache-Control", "no-store");
    // nginx would gather an answer that it passes on.
    response.fields.set("X-Accel-Buffering", "no");
    response.body = std::move(body);
    return response;
}

}  // namespace lectern::api
