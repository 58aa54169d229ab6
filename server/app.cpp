#include "server/app.hpp"

#include "media/speech/transcriber.hpp"
#include "server/api/access.hpp"
#include "server/api/clip_files.hpp"
#include "server/api/events.hpp"
#include "server/api/failures.hpp"
#include "server/api/media_urls.hpp"
#include "server/api/services.hpp"
#include "server/api/uploads_in_progress.hpp"
#include "server/configure.hpp"
#include "server/http/run_blocking.hpp"
#include "server/http/server.hpp"
#include "server/log.hpp"
#include "server/work/executor.hpp"
#include "server/work/housekeeping.hpp"
#include "server/work/random.hpp"
#include "server/work/runner.hpp"
#include "server/work/steps/steps.hpp"
#include "storage/files/outbox.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/jobs.hpp"
#include "storage/lectures.hpp"
#include "storage/open_database.hpp"
#include "storage/tokens.hpp"
#include "storage/uploads.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <system_error>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/spdlog.h>

namespace lectern {
namespace {

namespace asio = boost::asio;

bool is_loopback(const std::string& host) {
    if (host == "localhost") return true;
    boost::system::error_code not_an_address;
    const auto address = asio::ip::make_address(host, not_an_address);
    return !not_an_address && address.is_loopback();
}

void refuse_open_house(const options::Settings& settings) {
    if (settings.auth.mode != "required" && !is_loopback(settings.server.host))
        throw std::runtime_error(
            "To listen on " + settings.server.host +
            ", which others can reach, start with --auth-mode required and give out tokens "
            "(lectern token create --role teacher).");
}

Timestamp now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Waits for signals: the first SIGTERM or SIGINT returns, the second ends the process; SIGHUP reloads
// certificates.
class Signals {
public:
    explicit Signals(http::Server& server) : server_(server), signals_(context_, SIGTERM, SIGINT, SIGHUP) {}

    void wait_for_stop() {
        listen();
        context_.run();
        context_.restart();
        signals_.async_wait([](boost::system::error_code error, int) {
            if (!error) std::_Exit(1);
        });
        impatient_ = std::jthread([this] { context_.run(); });
    }

    ~Signals() { context_.stop(); }

private:
    void listen() {
        signals_.async_wait([this](boost::system::error_code error, int signal) {
            if (error || signal != SIGHUP) return;
            try {
                server_.reload_tls();
                spdlog::info("certificates reloaded");
            } catch (const std::exception& failure) {
                spdlog::error("certificates stay as they were: {}", failure.what());
            }
            listen();
        });
    }

    http::Server& server_;
    asio::io_context context_;
    asio::signal_set signals_;
    std::jthread impatient_;
};

// Without the query: signed addresses are keys.
std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

void log_access(const http::AccessRecord& record) {
    const auto line = record.status >= 500 ? spdlog::level::warn : spdlog::level::info;
    spdlog::log(line, "{} {} {} {} bytes {:.1f} ms {} {}", record.method, path_of(record.target),
                record.status, record.bytes,
                std::chrono::duration<double, std::milli>(record.duration).count(), record.peer,
                record.request_id);
}

std::unique_ptr<http::Server> listen(const options::Settings& settings, const http::Router& router,
                                     api::Services& services, http::Hooks hooks) {
    try {
        return std::make_unique<http::Server>(configure::server(settings), router, api::authorizer(services),
                                              std::move(hooks));
    } catch (const std::system_error& error) {
        throw std::runtime_error("Cannot listen on " + settings.server.host + ", port " +
                                 std::to_string(settings.server.port) + ": " + error.code().message() + ".");
    }
}

}  // namespace

int serve(const options::Settings& settings, std::ostream& out) {
    refuse_open_house(settings);
    start_logging(settings.log.level, settings.log.format == "json");

    storage::StateFolder folder(settings.storage.state, settings.storage.keep_free_mib << 20);
    const auto database = storage::open_database(configure::database(settings));
    database->migrate();
    database->claim_server();
    storage::LectureStore lectures(*database, settings.jobs.max_open);
    storage::JobStore jobs(*database);
    storage::UploadStore uploads(*database);
    storage::TokenStore tokens(*database);
    storage::Outbox outbox(*database, folder);
    outbox.drain();

    const media::SourceOptions sources = configure::sources(settings);
    const auto transcriber = media::make_transcriber(configure::speech(settings));
    if (const auto missing = transcriber->missing()) spdlog::warn("{}", missing->message);

    api::EventHub events;
    work::Executor executor(
        {settings.jobs.workers, static_cast<std::size_t>(settings.jobs.workers) * 4 + 16});
    const work::StepServices step_services{
        lectures,
        uploads,
        folder,
        outbox,
        sources,
        configure::limits(settings),
        std::chrono::hours(settings.media.max_hours),
        *transcriber,
        configure::topics(settings),
        configure::chat(settings),
        configure::style(settings),
        settings.cut.threads,
        settings.cut.intro,
        now,
        [](const std::string& job, const std::string& text) { spdlog::warn("job {}: {}", job, text); }};
    work::Runner runner(jobs, executor, work::all_steps(step_services), configure::runner(settings),
                        work::random_uuid(), [&](const Job& job) {
                            if (job.lecture_id) events.changed(*job.lecture_id);
                        });
    work::Housekeeping housekeeping(
        executor, {jobs, uploads, outbox, folder}, std::chrono::hours(settings.uploads.expire_hours),
        [&](const std::set<std::string>& open_jobs, const std::string& name) {
            return work::work_file_wanted(step_services, open_jobs, name);
        },
        now);

    http::BlockingPool blocking(settings.storage.connections, 4096);
    http::BlockingPool disk(8, 1024);
    api::MediaUrls media_urls(tokens.secret("media urls", work::random_hex(32)),
                              settings.auth.media_url_seconds);
    api::ClipFiles clip_files(folder, 512);
    api::UploadsInProgress uploads_in_progress;
    api::Services services{blocking,
                           disk,
                           lectures,
                           jobs,
                           uploads,
                           tokens,
                           folder,
                           outbox,
                           runner,
                           housekeeping,
                           sources,
                           step_services.style,
                           events,
                           media_urls,
                           clip_files,
                           uploads_in_progress,
                           settings.uploads.max_mib << 20,
                           settings.auth.mode == "required",
                           now};
    http::Router router;
    api::add_lecture_routes(router, services);
    api::add_snippet_routes(router, services);
    api::add_upload_routes(router, services);
    api::add_service_routes(router, services);

    http::Hooks hooks;
    hooks.exception_response = [](std::exception_ptr error, const http::Request& request) {
        return api::problem_of(error, request.id);
    };
    hooks.access = log_access;
    hooks.error = [](std::string_view message) { spdlog::error("{}", message); };
    const auto server = listen(settings, router, services, hooks);
    Signals signals(*server);
    runner.start();
    housekeeping.start();
    server->start();
    const bool tls = !settings.server.tls_cert.empty();
    out << "Lectern listens on " << (tls ? "https" : "http") << "://" << settings.server.host << ":"
        << server->port() << std::endl;

    signals.wait_for_stop();
    spdlog::info("stopping");
    server->drain();
    events.stop();
    housekeeping.stop();
    runner.stop(std::chrono::seconds(settings.server.drain_seconds));
    server->wait();
    return 0;
}

}  // namespace lectern
