#include "domain/base/durations.hpp"
#include "server/api/cache/answer_cache.hpp"
#include "server/api/operations/health_probe.hpp"
#include "server/api/operations/metrics.hpp"
#include "server/http/run_blocking.hpp"
#include "server/http/server.hpp"
#include "server/jobs/executor.hpp"
#include "server/pipeline/cut_counts.hpp"
#include "server/version.hpp"
#include "storage/sql/database.hpp"

#include <chrono>
#include <fstream>
#include <limits>

#include <prometheus/metric_family.h>
#include <sys/resource.h>
#include <unistd.h>

namespace lectern::api {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Families = std::vector<MetricFamily>;
using Labels = std::vector<ClientMetric::Label>;

MetricFamily& add_family(Families& families, const char* name, const char* help, MetricType type) {
    return families.emplace_back(MetricFamily{name, help, type, {}});
}

ClientMetric& add_sample(MetricFamily& family, Labels labels) {
    ClientMetric& sample = family.metric.emplace_back();
    sample.label = std::move(labels);
    return sample;
}

template<class Number>
void add_count(MetricFamily& family, Labels labels, Number value) {
    add_sample(family, std::move(labels)).counter.value = static_cast<double>(value);
}

template<class Number>
void add_level(MetricFamily& family, Labels labels, Number value) {
    add_sample(family, std::move(labels)).gauge.value = static_cast<double>(value);
}

void add_durations(MetricFamily& family, Labels labels, const Durations::Sum& sum) {
    auto& histogram = add_sample(family, std::move(labels)).histogram;
    for (std::size_t i = 0; i < sum.counts.size(); ++i) {
        histogram.sample_count += sum.counts[i];
        const bool last = i == Durations::ends.size();
        histogram.bucket.push_back(
            {histogram.sample_count, last ? std::numeric_limits<double>::infinity() : Durations::ends[i]});
    }
    histogram.sample_sum = std::chrono::duration<double>(sum.total).count();
}

void count(Families& families, const char* name, const char* help, std::uint64_t value) {
    add_count(add_family(families, name, help, MetricType::Counter), {}, value);
}

void level(Families& families, const char* name, const char* help, double value) {
    add_level(add_family(families, name, help, MetricType::Gauge), {}, value);
}

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    double pages = 0, resident = 0;
    statm >> pages >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

Labels labels_of(const http::RouteCounts& counted) {
    if (counted.route == nullptr) return {{"route", ""}, {"method", ""}};
    const auto method = counted.head ? http::Method::head : counted.route->method;
    return {{"route", counted.route->pattern}, {"method", std::string(to_text(method))}};
}

void add_requests(Families& families, const std::vector<http::RouteCounts>& routes) {
    auto& totals = add_family(families, "lectern_http_requests_total",
                              "Requests; the route is empty if no route matched.", MetricType::Counter);
    for (const auto& counted : routes) {
        for (const auto& [status, number] : counted.by_status) {
            Labels labels = labels_of(counted);
            labels.push_back({"status", std::to_string(status)});
            add_count(totals, std::move(labels), number);
        }
    }
    auto& times =
        add_family(families, "lectern_http_request_duration_seconds",
                   "Time from the head of a request to the end of its answer, including slow clients.",
                   MetricType::Histogram);
    for (const auto& counted : routes)
        if (!counted.by_status.empty()) add_durations(times, labels_of(counted), counted.durations);
}

}  // namespace

Metrics::Part process_part() {
    const auto start =
        std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    return [start](Families& families) {
        rusage used{};
        ::getrusage(RUSAGE_SELF, &used);
        add_level(add_family(families, "lectern_build_info", "Always 1; the version is a label.",
                             MetricType::Gauge),
                  {{"version", version}}, 1);
        add_count(add_family(families, "process_cpu_seconds_total", "CPU time, user and system.",
                             MetricType::Counter),
                  {}, seconds_of(used.ru_utime) + seconds_of(used.ru_stime));
        level(families, "process_resident_memory_bytes", "Resident memory.", resident_bytes());
        level(families, "process_start_time_seconds", "Start of the process, in seconds since 1970.", start);
    };
}

Metrics::Part server_part(const http::Server& server) {
    return [&server](Families& families) {
        const auto counters = server.counters();
        add_requests(families, server.requests());
        count(families, "lectern_http_sent_bytes_total", "Bytes of answers, as sent over the network.",
              counters.bytes_sent);
        level(families, "lectern_http_connections", "Open connections.",
              static_cast<double>(counters.connections));
        count(families, "lectern_http_connections_accepted_total", "Accepted connections.",
              counters.accepted);
        count(families, "lectern_http_connections_refused_total",
              "Accepted connections that were refused because of a limit.", counters.refused_connections);
        count(families, "lectern_http_timeouts_total",
              "Connections closed because they were too slow; idle ones do not count.", counters.timeouts);
        add_durations(add_family(families, "lectern_event_loop_lag_seconds",
                                 "How late timers of io threads fire.", MetricType::Histogram),
                      {}, counters.loop_lag);
    };
}

Metrics::Part queue_part(const http::BlockingPool& database, const http::BlockingPool& disk,
                         const jobs::Executor& steps, const jobs::Executor& transfers,
                         const jobs::Executor& quick) {
    return [&](Families& families) {
        const auto of_database = database.counters();
        const auto of_disk = disk.counters();
        const auto of_steps = steps.counters();
        const auto of_transfers = transfers.counters();
        const auto of_quick = quick.counters();
        const auto each = [&](auto use) {
            use("database", of_database);
            use("disk", of_disk);
            use("steps", of_steps);
            use("transfers", of_transfers);
            use("quick", of_quick);
        };
        const auto label = [](const char* queue) { return Labels{{"queue", queue}}; };
        auto& queued =
            add_family(families, "lectern_queue_waiting", "Calls that wait for a thread.", MetricType::Gauge);
        each([&](const char* queue, const auto& counters) {
            add_level(queued, label(queue), counters.queued);
        });
        auto& running =
            add_family(families, "lectern_queue_running", "Calls that are running.", MetricType::Gauge);
        each([&](const char* queue, const auto& counters) {
            add_level(running, label(queue), counters.running);
        });
        auto& finished =
            add_family(families, "lectern_queue_finished_total", "Calls that have run.", MetricType::Counter);
        each([&](const char* queue, const auto& counters) {
            add_count(finished, label(queue), counters.finished);
        });
        auto& refused = add_family(families, "lectern_queue_refused_total",
                                   "Calls refused because the queue was full.", MetricType::Counter);
        each([&](const char* queue, const auto& counters) {
            add_count(refused, label(queue), counters.refused);
        });
        auto& waits = add_family(families, "lectern_queue_wait_seconds",
                                 "How long calls waited for a thread.", MetricType::Histogram);
        each([&](const char* queue, const auto& counters) {
            add_durations(waits, label(queue), counters.waits);
        });
    };
}

Metrics::Part job_part(const HealthProbe& probe) {
    return [&probe](Families& families) {
        const auto jobs = probe.jobs();
        if (!jobs) return;
        auto& family = add_family(families, "lectern_jobs", "Jobs by kind and state, a few seconds old.",
                                  MetricType::Gauge);
        for (const JobKindRow& row : job_kinds) {
            for (const JobState state : job_states) {
                const auto found = jobs->find({row.kind, state});
                add_level(family, {{"kind", std::string(row.name)}, {"state", std::string(to_text(state))}},
                          found == jobs->end() ? 0 : found->second);
            }
        }
    };
}

Metrics::Part cut_part(const pipeline::CutCounts& counts) {
    return [&counts](Families& families) {
        auto& clips = add_family(families, "lectern_clips_made_total", "Clips, by how their video was made.",
                                 MetricType::Counter);
        add_count(clips, {{"method", "smart"}}, counts.smart.load());
        add_count(clips, {{"method", "encoded"}}, counts.encoded.load());
        add_count(clips, {{"method", "copied"}}, counts.copied.load());
        count(families, "lectern_smart_cuts_refused_total",
              "Clips that were encoded as a whole because their smart cut failed its check.",
              counts.failed_checks.load());
    };
}

Metrics::Part answer_cache_part(const AnswerCache& reads) {
    return [&reads](Families& families) {
        const auto counters = reads.counters();
        auto& found = add_family(families, "lectern_hot_reads_total",
                                 "Polls, by whether the cache had the answer.", MetricType::Counter);
        add_count(found, {{"result", "hit"}}, counters.hits);
        add_count(found, {{"result", "miss"}}, counters.misses);
        level(families, "lectern_hot_reads_kept", "Answers in the cache.",
              static_cast<double>(counters.kept));
    };
}

Metrics::Part statement_part(const storage::Database& database) {
    return [&database](Families& families) {
        MetricFamily runs{
            "lectern_database_statements_total", "Statements sent to the database.", MetricType::Counter, {}};
        MetricFamily seconds{"lectern_database_statement_seconds_total",
                             "Time that statements took, including the wait for locks.",
                             MetricType::Counter,
                             {}};
        for (const auto& [name, total] : database.statistics().totals()) {
            add_count(runs, {{"statement", name}}, total.count);
            add_count(seconds, {{"statement", name}}, std::chrono::duration<double>(total.time).count());
        }
        families.push_back(std::move(runs));
        families.push_back(std::move(seconds));
    };
}

}  // namespace lectern::api
