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

// Watches what the server depends on, on a thread of its own: who asks how it is does not wait behind other
// work, however much of that there is. Thread-safe.
class HealthProbe {
public:
    using JobCounts = std::map<std::pair<JobKind, JobState>, std::int64_t>;
    struct Checks {
        std::function<void()> ready;  // throws what is wrong
        std::function<JobCounts()> count_jobs;
    };

    explicit HealthProbe(Checks checks);
    ~HealthProbe();  // waits for a check that runs

    // What a check finds that begins after the call: null if all is well, else what it threw.
    // StoreUnavailable when it takes longer than a probe would wait.
    boost::asio::awaitable<std::exception_ptr> check();

    // A few seconds old at most; nullopt while they cannot be counted.
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
