#pragma once

#include <functional>
#include <string>
#include <vector>

namespace prometheus {
struct MetricFamily;
}
namespace lectern::http {
class BlockingPool;
class Server;
}  // namespace lectern::http
namespace lectern::jobs {
class Executor;
}
namespace lectern::pipeline {
struct CutCounts;
}
namespace lectern::storage {
class Database;
}

namespace lectern::api {

class AnswerCache;
class HealthProbe;

// The answer of /metrics. It is gathered for each request, without waiting for the database or for a pool.
class Metrics {
public:
    // Appends the metrics of one part of the server. Called for each answer, on io threads; must not block.
    using Part = std::function<void(std::vector<prometheus::MetricFamily>&)>;

    void add(Part part);  // before the server starts
    std::string text() const;

private:
    std::vector<Part> parts_;
};

// The parts refer to the arguments, which must outlive them.
Metrics::Part process_part();
Metrics::Part server_part(const http::Server& server);
Metrics::Part queue_part(const http::BlockingPool& database, const http::BlockingPool& disk,
                         const jobs::Executor& steps, const jobs::Executor& transfers,
                         const jobs::Executor& quick);
Metrics::Part job_part(const HealthProbe& probe);
Metrics::Part cut_part(const pipeline::CutCounts& counts);
Metrics::Part answer_cache_part(const AnswerCache& reads);
Metrics::Part statement_part(const storage::Database& database);

}  // namespace lectern::api
