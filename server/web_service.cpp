#include "server/web_service.hpp"

#include "domain/base/random.hpp"
#include "media/source/import_file.hpp"
#include "server/api/access/authorizer.hpp"
#include "server/api/failures.hpp"
#include "server/api/lectures/events/event_routes.hpp"
#include "server/api/lectures/plans/plan_routes.hpp"
#include "server/api/lectures/previews/preview_routes.hpp"
#include "server/api/operations/operation_routes.hpp"
#include "server/api/web/web_routes.hpp"
#include "server/http/transport/tls_context.hpp"
#include "server/log.hpp"
#include "server/part_options.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <sys/resource.h>

namespace lectern {
namespace {

constexpr int disk_threads = 8;
constexpr std::size_t most_waiting_for_database = 4096;
constexpr std::size_t most_waiting_for_disk = 1024;
constexpr std::size_t most_open_files = 512;

// Without the query: it may contain a signature or a token, which must not be logged.
std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

void log_access(const http::AccessRecord& record) {
    const auto milliseconds = std::chrono::duration<double, std::milli>(record.duration).count();
    log::write(record.status >= 500 ? log::Level::warn : log::Level::info, "{} {} {} {} bytes {} ms {} {}",
               {record.method, path_of(record.target), record.status, record.bytes, milliseconds, record.peer,
                record.request_id});
}

http::Hooks hooks() {
    http::Hooks hooks;
    hooks.exception_response = [](std::exception_ptr error, const http::Request& request) {
        return api::problem_of(error, request.id);
    };
    hooks.access = log_access;
    hooks.error = [](std::string_view message) { log::error("{}", message); };
    return hooks;
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
    log::warn("the system allows {} open files, so at most {} connections are accepted", all,
              options.max_connections);
}

}  // namespace

WebService::WebService(const options::Settings& settings, Stores& stores, JobSystem& jobs,
                       api::AnswerCache& answer_cache, api::LectureWatchers& watchers, api::EventFeed& events,
                       std::function<Timestamp()> now)
    : now_(std::move(now)),
      tokens_required_(settings.auth.mode == "required"),
      database_(settings.storage.connections, most_waiting_for_database),
      disk_(disk_threads, most_waiting_for_disk),
      token_lookups_(stores.tokens, stores.logins, database_, now_),
      health_probe_({.ready =
                         [&stores] {
                             stores.jobs.next_due();
                             stores.folder.reserve(0);
                         },
                     .count_jobs = [&stores] { return stores.jobs.counts(); }}),
      media_urls_(stores.tokens.secret("media urls", random_hex(32)), settings.auth.media_url_seconds),
      open_files_(stores.folder, most_open_files),
      media_cache_(answer_cache, static_cast<std::size_t>(settings.server.hot_reads)),
      client_files_(disk_, stores.outbox, jobs.housekeeping()),
      recordings_(jobs.sources(), settings.sources.id_template, stores.uploads, stores.downloads,
                  stores.classrooms),
      login_services_{.database = database_,
                      .tokens = stores.tokens,
                      .logins = stores.logins,
                      .attempts = login_attempts_,
                      .tokens_required = tokens_required_,
                      .has_demo_lecture = [&jobs] { return media::has_demo_lecture(jobs.sources()); },
                      .now = now_},
      lecture_services_{.database = database_,
                        .lectures = stores.lectures,
                        .snippets = stores.snippets,
                        .owners = stores.owners,
                        .tokens = stores.tokens,
                        .logins = stores.logins,
                        .runner = jobs.runner(),
                        .housekeeping = jobs.housekeeping(),
                        .watchers = watchers,
                        .now = now_},
      media_services_{.files = open_files_,
                      .cache = media_cache_,
                      .answer_cache = answer_cache,
                      .only_for_callers = tokens_required_},
      upload_services_{.database = database_,
                       .disk = disk_,
                       .uploads = stores.uploads,
                       .folder = stores.folder,
                       .in_progress = uploads_in_progress_,
                       .housekeeping = jobs.housekeeping(),
                       .max_bytes = settings.uploads.max_mib << 20,
                       .now = now_},
      classroom_services_{.database = database_,
                          .classrooms = stores.classrooms,
                          .class_sessions = stores.class_sessions,
                          .now = now_},
      batch_services_{.database = database_,
                      .batches = stores.batches,
                      .downloads = stores.downloads,
                      .runner = jobs.runner(),
                      .now = now_} {
    if (!settings.server.web_folder.empty()) web_folder_.emplace(settings.server.web_folder);
    metrics_.add(api::process_part());
    metrics_.add(api::queue_part(database_, disk_, jobs.executor(), jobs.transfers(), jobs.quick()));
    metrics_.add(api::job_part(health_probe_));
    metrics_.add(api::cut_part(jobs.cut_counts()));
    metrics_.add(api::answer_cache_part(answer_cache));
    metrics_.add(api::statement_part(*stores.database));
    add_routes(settings, stores, jobs, answer_cache, events);
    server_ = listen(settings, stores);
    metrics_.add(api::server_part(*server_));
}

void WebService::add_routes(const options::Settings& settings, Stores& stores, JobSystem& jobs,
                            api::AnswerCache& answer_cache, api::EventFeed& events) {
    api::Routes routes(router_);
    api::add_login_routes(routes, login_services_);
    api::add_lecture_routes(routes, lecture_services_, stores.class_ties, recordings_);
    api::add_class_tie_routes(routes, lecture_services_, stores.class_ties);
    api::add_plan_routes(routes, lecture_services_, media_urls_);
    api::add_draft_routes(routes, lecture_services_, stores.drafts, media_urls_, jobs.style());
    api::add_transcript_routes(routes, lecture_services_);
    api::add_pipeline_routes(routes, lecture_services_, answer_cache);
    api::add_snippet_routes(routes, lecture_services_, media_urls_, answer_cache);
    api::add_cut_routes(routes, lecture_services_, stores.jobs, answer_cache, jobs.style());
    api::add_clip_routes(routes, lecture_services_, media_services_);
    api::add_event_routes(routes, lecture_services_, events);
    api::add_recording_routes(routes, lecture_services_, media_services_);
    api::add_proxy_routes(routes, lecture_services_, media_services_, stores.proxies);
    api::add_preview_routes(routes, lecture_services_, media_services_, stores.previews);
    api::add_upload_routes(routes, upload_services_, stores.owners);
    api::add_classroom_routes(routes, classroom_services_);
    api::add_class_session_routes(routes, classroom_services_);
    api::add_calendar_routes(routes, classroom_services_);
    api::add_batch_routes(routes, batch_services_,
                          {.sources = jobs.sources(), .id_template = settings.sources.id_template},
                          client_files_);
    api::add_download_task_routes(routes, batch_services_, stores.folder, tokens_required_);
    const auto public_url = part_options::public_url(settings);
    add_pages(routes, public_url ? public_url->prefix.substr(public_url->origin.size()) : "");
    api::add_operation_routes(routes, health_probe_, metrics_, public_url ? public_url->prefix : "");
}

void WebService::add_pages(api::Routes& routes, const std::string& base) {
    if (web_folder_)
        api::add_web_routes(routes, disk_, *web_folder_, base);
    else
        api::add_web_routes(routes, api::embedded_web_files(), api::embedded_web_version(), base);
}

std::unique_ptr<http::Server> WebService::listen(const options::Settings& settings, Stores& stores) {
    http::ServerOptions options = part_options::server(settings);
    options.disk = &disk_;
    fit_to_descriptors(options);
    if (!options.tls_certificate.empty()) {
        options.kernel_tls = http::kernel_offers_tls();
        log::info("TLS: {}", options.kernel_tls ? "the kernel encrypts where it can"
                                                : "the kernel does not support it, OpenSSL encrypts");
    }
    const api::AccessServices access{.database = database_,
                                     .tokens = token_lookups_,
                                     .classrooms = stores.classrooms,
                                     .media_urls = media_urls_,
                                     .tokens_required = tokens_required_,
                                     .now = now_};
    try {
        return std::make_unique<http::Server>(std::move(options), router_, api::authorizer(access), hooks());
    } catch (const std::system_error& error) {
        throw std::runtime_error(std::string(error.what()) + ".");
    }
}

}  // namespace lectern
