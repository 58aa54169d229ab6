#include "server/app.hpp"

#include "domain/base/random.hpp"
#include "media/speech/transcriber.hpp"
#include "server/api/access/authorizer.hpp"
#include "server/api/access/media_urls.hpp"
#include "server/api/access/token_lookups.hpp"
#include "server/api/cache/hot_reads.hpp"
#include "server/api/cache/known_clips.hpp"
#include "server/api/failures.hpp"
#include "server/api/lectures/clip_files.hpp"
#include "server/api/lectures/lecture_watchers.hpp"
#include "server/api/operations/metrics.hpp"
#include "server/api/operations/vitals.hpp"
#include "server/api/services.hpp"
#include "server/api/uploads/uploads_in_progress.hpp"
#include "server/http/run_blocking.hpp"
#include "server/http/server.hpp"
#include "server/http/transport/tls_context.hpp"
#include "server/jobs/executor.hpp"
#include "server/jobs/runner.hpp"
#include "server/log.hpp"
#include "server/part_options.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "server/pipeline/steps.hpp"
#include "storage/access/ownership_store.hpp"
#include "storage/access/token_store.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "storage/files/outbox.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/jobs/job_store.hpp"
#include "storage/lectures/class_tie_store.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/open_database.hpp"
#include "storage/uploads/upload_store.hpp"

#include <algorithm>
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
#include <sys/resource.h>

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
        end_at_the_next();
        impatient_ = std::jthread([this] { context_.run(); });
    }

    ~Signals() { context_.stop(); }

private:
    void listen() {
        signals_.async_wait([this](boost::system::error_code error, int signal) {
            if (error || signal != SIGHUP) return;
            try {
                server_.reload_tls();
                log::info("certificates reloaded");
            } catch (const std::exception& failure) {
                log::error("certificates stay as they were: {}", failure.what());
            }
            listen();
        });
    }

    void end_at_the_next() {
        signals_.async_wait([this](boost::system::error_code error, int signal) {
            if (error) return;
            if (signal != SIGHUP) std::_Exit(1);
            end_at_the_next();  // new certificates are of no use any more
        });
    }

    http::Server& server_;
    asio::io_context context_;
    asio::signal_set signals_;
    std::jthread impatient_;
};

// What a person needs who starts for the first time. The address of a database may hold a password: it is not
// repeated.
std::string how_to_make_tokens(const options::Settings& settings) {
    return "There is no access token yet; " +
           std::string(settings.auth.mode == "required" ? "every call needs one" : "classrooms need one") +
           ". To make one: lectern token create --role teacher" +
           (settings.storage.database.empty() ? " --state " + settings.storage.state
                                              : ", with the same --database");
}

// Without the query: signed addresses are keys.
std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

void log_access(const http::AccessRecord& record) {
    const auto milliseconds = std::chrono::duration<double, std::milli>(record.duration).count();
    log::write(record.status >= 500 ? log::Level::warn : log::Level::info, "{} {} {} {} bytes {} ms {} {}",
               {record.method, path_of(record.target), record.status, record.bytes, milliseconds, record.peer,
                record.request_id});
}

// Connections must not use up the descriptors that files and the database need.
void fit_to_descriptors(http::ServerOptions& options) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    const std::size_t all = limit.rlim_cur;
    const std::size_t others = std::min<std::size_t>(1024, all / 2);
    if (options.max_connections <= all - others) return;
    options.max_connections = all - others;
    log::warn("the system allows {} open files, so at most {} connections are taken", all,
              options.max_connections);
}

std::unique_ptr<http::Server> listen(const options::Settings& settings, const http::Router& router,
                                     api::Services& services, http::Hooks hooks) {
    try {
        http::ServerOptions options = part_options::server(settings);
        options.disk = &services.disk;
        fit_to_descriptors(options);
        if (!options.tls_certificate.empty()) {
            options.kernel_tls = http::kernel_offers_tls();
            log::info("TLS: {}", options.kernel_tls ? "the kernel encrypts what it can"
                                                    : "this kernel does not offer to encrypt, OpenSSL does");
        }
        return std::make_unique<http::Server>(std::move(options), router, api::authorizer(services),
                                              std::move(hooks));
    } catch (const std::system_error& error) {
        throw std::runtime_error(std::string(error.what()) + ".");
    }
}

}  // namespace

int serve(const options::Settings& settings, std::ostream& out) {
    refuse_open_house(settings);
    log::start(settings.log.level, settings.log.format == "json");

    storage::StateFolder folder(settings.storage.state, settings.storage.keep_free_mib << 20);
    const auto database = storage::open_database(part_options::database(settings));
    database->claim_server();  // before anything is changed under a server that runs
    database->migrate();
    api::HotReads hot_reads(static_cast<std::size_t>(settings.server.hot_reads));
    database->changes().subscribe([&](const storage::Changes& changes, storage::Certainty) {
        hot_reads.changed(storage::lectures_of(changes));
    });
    storage::LectureStore lectures(*database, settings.jobs.max_open);
    storage::JobStore jobs(*database);
    storage::UploadStore uploads(*database);
    storage::TokenStore tokens(*database);
    storage::OwnershipStore owners(*database);
    storage::ClassroomStore classrooms(*database);
    storage::ClassTieStore class_ties(*database);
    storage::BatchStore batches(*database);
    storage::Outbox outbox(*database, folder, [](const std::string& line) { log::warn("files: {}", line); });
    outbox.drain_at_start();

    const media::SourceOptions sources = part_options::sources(settings);
    const auto transcriber = media::make_transcriber(part_options::speech(settings));
    if (const auto missing = transcriber->missing()) log::warn("{}", missing->message);

    // Longer than proxies leave a silent stream open would be too long.
    api::LectureWatchers watchers(database->changes(), std::chrono::seconds(15));
    jobs::Executor executor({.workers = settings.jobs.workers,
                             .capacity = static_cast<std::size_t>(settings.jobs.workers) * 4 + 16,
                             .nice = settings.jobs.nice});
    jobs::Executor transfers({.workers = settings.sources.at_once});
    const pipeline::StepServices step_services{
        lectures,
        batches,
        uploads,
        class_ties,
        folder,
        outbox,
        sources,
        settings.sources.id_template,
        part_options::limits(settings),
        std::chrono::hours(settings.media.max_hours),
        *transcriber,
        part_options::topics(settings),
        part_options::chat(settings),
        part_options::style(settings),
        settings.cut.threads,
        settings.cut.intro,
        now,
        [](const std::string& job, const std::string& text) { log::warn("job {}: {}", job, text); }};
    jobs::Runner::Options runner_options = part_options::runner(settings);
    pipeline::place_kinds(runner_options, transfers);
    jobs::Runner runner(jobs, executor, pipeline::all_steps(step_services), std::move(runner_options),
                        random_uuid(), {});
    pipeline::Housekeeping housekeeping(
        {jobs, uploads, outbox, folder}, std::chrono::hours(settings.uploads.expire_hours),
        [&](const std::string& name) { return pipeline::work_file_wanted(step_services, jobs, name); },
        [&](std::int64_t lecture_id) { return runner.may_work_for(lecture_id); }, now);

    http::BlockingPool blocking(settings.storage.connections, 4096);
    http::BlockingPool disk(8, 1024);
    api::TokenLookups token_lookups(tokens, blocking, now);
    // After what they look at, so that they end before it.
    api::Vitals vitals({[&] {
                            jobs.next_due();
                            folder.reserve(0);
                        },
                        [&] { return jobs.counts(); }});
    api::Metrics metrics;
    metrics.add(api::process_part());
    metrics.add(api::queue_part(blocking, disk, executor, transfers));
    metrics.add(api::job_part(vitals));
    metrics.add(api::hot_read_part(hot_reads));
    api::MediaUrls media_urls(tokens.secret("media urls", random_hex(32)), settings.auth.media_url_seconds);
    // Before it listens: from then on no outage of the database ends the server.
    const bool needs_a_token = tokens.list().empty();
    api::ClipFiles clip_files(folder, 512);
    api::KnownClips known_clips(hot_reads, static_cast<std::size_t>(settings.server.hot_reads));
    api::UploadsInProgress uploads_in_progress;
    api::Services services{blocking,
                           disk,
                           lectures,
                           batches,
                           jobs,
                           uploads,
                           token_lookups,
                           owners,
                           classrooms,
                           class_ties,
                           folder,
                           outbox,
                           runner,
                           housekeeping,
                           sources,
                           settings.sources.id_template,
                           step_services.style,
                           watchers,
                           hot_reads,
                           vitals,
                           metrics,
                           media_urls,
                           clip_files,
                           known_clips,
                           uploads_in_progress,
                           settings.uploads.max_mib << 20,
                           settings.auth.mode == "required",
                           now};
    http::Router router;
    api::add_lecture_routes(router, services);
    api::add_snippet_routes(router, services);
    api::add_upload_routes(router, services);
    api::add_classroom_routes(router, services);
    api::add_class_session_routes(router, services);
    api::add_class_tie_routes(router, services);
    api::add_calendar_routes(router, services);
    api::add_batch_routes(router, services);
    api::add_download_task_routes(router, services);
    api::add_service_routes(router, services);

    http::Hooks hooks;
    hooks.exception_response = [](std::exception_ptr error, const http::Request& request) {
        return api::problem_of(error, request.id);
    };
    hooks.access = log_access;
    hooks.error = [](std::string_view message) { log::error("{}", message); };
    const auto server = listen(settings, router, services, hooks);
    metrics.add(api::server_part(*server));
    Signals signals(*server);
    runner.start();
    housekeeping.start();
    server->start();
    const bool tls = !settings.server.tls_cert.empty();
    out << "Lectern listens on " << (tls ? "https" : "http") << "://" << settings.server.host << ":"
        << server->port() << std::endl;
    if (const auto port = server->redirect_port())
        out << "Port " << *port << " sends clients of plain http there" << std::endl;
    if (needs_a_token) {
        const std::string hint = how_to_make_tokens(settings);
        if (settings.log.format == "json")
            log::info("{}", hint);
        else
            out << hint << std::endl;
    }

    signals.wait_for_stop();
    log::info("stopping");
    server->drain();
    watchers.stop();
    housekeeping.stop();
    runner.stop(std::chrono::seconds(settings.server.drain_seconds));
    server->wait();
    return 0;
}

}  // namespace lectern
