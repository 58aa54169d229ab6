#include "server/app.hpp"

#include "server/api/cache/answer_cache.hpp"
#include "server/api/lectures/events/event_feed.hpp"
#include "server/api/lectures/events/lecture_watchers.hpp"
#include "server/http/parse/host.hpp"
#include "server/http/server.hpp"
#include "server/job_system.hpp"
#include "server/log.hpp"
#include "server/part_options.hpp"
#include "server/stop_signals.hpp"
#include "server/stores.hpp"
#include "server/wall_clock.hpp"
#include "server/web_service.hpp"

#include <chrono>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/asio/ip/address.hpp>

namespace lectern {
namespace {

// An event stream sends something at least this often, because proxies close streams that are silent for
// longer.
constexpr auto longest_silence = std::chrono::seconds(15);

bool is_loopback(const std::string& host) {
    if (host == "localhost") return true;
    boost::system::error_code not_an_address;
    const auto address = boost::asio::ip::make_address(host, not_an_address);
    return !not_an_address && address.is_loopback();
}

void refuse_open_house(const options::Settings& settings) {
    if (settings.auth.mode != "required" && !is_loopback(settings.server.host))
        throw std::runtime_error("Other machines can reach " + settings.server.host +
                                 ". To listen on it, start with --auth-mode required and create tokens "
                                 "(lectern token create --role teacher).");
    const auto url = part_options::public_url(settings);
    if (settings.auth.mode != "required" && url && !http::is_loopback_host(url->host))
        throw std::runtime_error(
            "Other machines can reach " + url->origin +
            ". To use it as --public-url, start with --auth-mode required and create tokens "
            "(lectern token create --role teacher).");
}

// What event streams tell of a lecture.
std::optional<api::LectureState> state_of(Stores& stores, std::int64_t lecture_id) {
    auto plan = stores.lectures.with_snippets(lecture_id);
    const auto status = stores.lectures.status(lecture_id);
    auto draft = stores.drafts.get(lecture_id);
    if (!plan || !status || !draft) return std::nullopt;
    return api::LectureState{*std::move(plan), *status, *std::move(draft),
                             stores.owners.owner_of_lecture(lecture_id)};
}

// A hint for the first start. It does not contain the address of the database, which may contain a password.
std::string how_to_make_tokens(const options::Settings& settings) {
    return "There is no access token yet; " +
           std::string(settings.auth.mode == "required" ? "every call needs one" : "classrooms need one") +
           ". To make one: lectern token create --role teacher" +
           (settings.storage.database.empty() ? " --state " + settings.storage.state
                                              : ", with the same --database");
}

// People and tests read the address of the server here.
void tell_address(const options::Settings& settings, const http::Server& server, std::ostream& out) {
    const bool tls = !settings.server.tls_cert.empty();
    out << "Lectern listens on " << (tls ? "https" : "http") << "://" << settings.server.host << ":"
        << server.port() << std::endl;
    if (const auto port = server.redirect_port())
        out << "Port " << *port << " redirects plain HTTP to it" << std::endl;
}

void tell_how_to_make_tokens(const options::Settings& settings, std::ostream& out) {
    const std::string hint = how_to_make_tokens(settings);
    if (settings.log.format == "json")
        log::info("{}", hint);
    else
        out << hint << std::endl;
}

}  // namespace

int serve(const options::Settings& settings, std::ostream& out) {
    refuse_open_house(settings);
    log::start(settings.log.level, settings.log.format == "json");

    Stores stores(settings);
    api::AnswerCache answer_cache(static_cast<std::size_t>(settings.server.hot_reads));
    stores.database->changes().subscribe([&](const storage::Changes& changes, storage::Certainty) {
        answer_cache.changed(storage::lectures_of(changes));
    });
    stores.outbox.drain_at_start();
    // Asked before the server listens: after that, an outage of the database must not end it.
    const bool needs_a_token = stores.tokens.list().empty();

    api::LectureWatchers watchers(stores.database->changes(), longest_silence);
    api::EventFeed events(
        stores.database->changes(), [&](std::int64_t lecture) { return state_of(stores, lecture); },
        longest_silence);
    JobSystem jobs(settings, stores, wall_now);
    WebService web(settings, stores, jobs, answer_cache, watchers, events, wall_now);
    http::Server& server = web.server();
    StopSignals signals(server);
    jobs.start();
    server.start();
    tell_address(settings, server, out);
    if (needs_a_token) tell_how_to_make_tokens(settings, out);

    signals.wait();
    log::info("stopping");
    server.drain();
    watchers.stop();
    events.stop();
    jobs.stop();
    server.wait();
    return 0;
}

}  // namespace lectern
