#include "server/job_system.hpp"

#include "domain/base/random.hpp"
#include "media/speech/transcriber.hpp"
#include "server/log.hpp"
#include "server/part_options.hpp"

#include <chrono>
#include <string>
#include <thread>
#include <utility>

namespace lectern {
namespace {

std::unique_ptr<media::Transcriber> make_transcriber(const options::Settings& settings) {
    auto transcriber = media::make_transcriber(part_options::speech(settings));
    if (const auto missing = transcriber->missing()) log::warn("{}", missing->message);
    return transcriber;
}

pipeline::StepServices step_services(const options::Settings& settings, Stores& stores,
                                     const media::SourceOptions& sources, media::Transcriber& transcriber,
                                     pipeline::EncoderThreads& encoder_threads,
                                     pipeline::CutCounts& cut_counts, std::function<Timestamp()> now) {
    return {
        .jobs = stores.jobs,
        .lectures = stores.lectures,
        .snippets = stores.snippets,
        .pipeline = stores.pipeline,
        .previews = stores.previews,
        .proxies = stores.proxies,
        .downloads = stores.downloads,
        .uploads = stores.uploads,
        .class_ties = stores.class_ties,
        .folder = stores.folder,
        .outbox = stores.outbox,
        .sources = sources,
        .id_template = settings.sources.id_template,
        .limits = part_options::limits(settings),
        .longest_recording = std::chrono::hours(settings.media.max_hours),
        .transcriber = transcriber,
        .topics = part_options::topics(settings),
        .chat = part_options::chat(settings),
        .style = part_options::style(settings),
        .encoder_threads = encoder_threads,
        .cut_counts = cut_counts,
        .intro = settings.cut.intro,
        .now = std::move(now),
        .tell = [](const std::string& job, const std::string& text) { log::info("job {}: {}", job, text); },
        .warn = [](const std::string& job, const std::string& text) { log::warn("job {}: {}", job, text); }};
}

constexpr int quick_workers = 2;

jobs::Runner::Options runner_options(const options::Settings& settings, jobs::Executor& transfers,
                                     jobs::Executor& quick) {
    jobs::Runner::Options options = part_options::runner(settings);
    pipeline::place_kinds(options, transfers, quick);
    return options;
}

}  // namespace

JobSystem::JobSystem(const options::Settings& settings, Stores& stores, std::function<Timestamp()> now)
    : drain_(settings.server.drain_seconds),
      sources_(part_options::sources(settings)),
      transcriber_(make_transcriber(settings)),
      executor_({.workers = settings.jobs.workers,
                 .capacity = static_cast<std::size_t>(settings.jobs.workers) * 4 + 16,
                 .nice = settings.jobs.nice}),
      transfers_({.workers = settings.sources.at_once}),
      quick_({.workers = quick_workers, .nice = settings.jobs.nice}),
      encoder_threads_(settings.cut.threads, static_cast<int>(std::thread::hardware_concurrency()),
                       settings.jobs.workers),
      services_(step_services(settings, stores, sources_, *transcriber_, encoder_threads_, cut_counts_, now)),
      runner_(stores.jobs, executor_, pipeline::all_steps(services_),
              runner_options(settings, transfers_, quick_), random_uuid()),
      housekeeping_(
          {.jobs = stores.jobs,
           .uploads = stores.uploads,
           .logins = stores.logins,
           .outbox = stores.outbox,
           .folder = stores.folder},
          std::chrono::hours(settings.uploads.expire_hours),
          [&stores](const std::string& name) {
              return pipeline::work_file_wanted(name, stores.lectures, stores.downloads, stores.jobs);
          },
          [this](std::int64_t lecture_id) {
              return runner_.may_run([&](const Job& job) { return job.lecture_id == lecture_id; });
          },
          std::move(now)) {}

void JobSystem::start() {
    runner_.start();
    housekeeping_.start();
}

void JobSystem::stop() {
    housekeeping_.stop();
    runner_.stop(drain_);
}

}  // namespace lectern
