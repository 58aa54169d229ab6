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
namespace lectern::storage {
class Database;
}

namespace lectern::api {

class AnswerCache;
class HealthProbe;

// What /metrics tells. Nothing is gathered before somebody asks, and asking waits for nothing.
class Metrics {
public:
    // Its families, gathered anew for every answer; called on io threads.
    using Part = std::function<void(std::vector<prometheus::MetricFamily>&)>;

    void add(Part part);  // before the server starts
    std::string text() const;

private:
    std::vector<Part> parts_;
};

// The parts; what they refer to outlives them.
Metrics::Part process_part();
Metrics::Part server_part(const http::Server& server);
Metrics::Part queue_part(const http::BlockingPool& database, const http::BlockingPool& disk,
                         const jobs::Executor& steps, const jobs::Executor& transfers);
Metrics::Part job_part(const HealthProbe& probe);
Metrics::Part answer_cache_part(const AnswerCache& reads);
Metrics::Part statement_part(const storage::Database& database);

}  // namespace lectern::api
