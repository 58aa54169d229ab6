#pragma once

#include "domain/job/job.hpp"

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace lectern::api {

// Checks the database and the disk on a thread of its own, so that health requests never wait behind other
// work. Thread-safe.
class HealthProbe {
public:
    using JobCounts = std::map<std::pair<JobKind, JobState>, std::int64_t>;
    struct Checks {
        std::function<void()> ready;  // throws if the server is not ready
        std::function<JobCounts()> count_jobs;
    };

    explicit HealthProbe(Checks checks);
    ~HealthProbe();  // waits for the running check

    // The result of a check that begins after the call: null if the server is ready, otherwise the exception
    // of the check. StoreUnavailable if the check takes longer than 2 s.
    boost::asio::awaitable<std::exception_ptr> check();

    // The numbers of jobs, a few seconds old; nullopt while they cannot be counted.
    std::optional<JobCounts> jobs() const;

private:
    struct Asker;
    void run(const std::stop_token& stop);
    void count_jobs();

    const Checks checks_;
    mutable std::mutex mutex_;
    std::condition_variable_any asked_;
    std::vector<std::shared_ptr<Asker>> askers_;  // wait for a check that has not begun
    std::optional<JobCounts> jobs_;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace lectern::api
