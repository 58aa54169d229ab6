#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "domain/job/job.hpp"

namespace lectern::work {

// Runs blocking work on a fixed number of threads. Bounded: what does not fit is refused, never queued without end.
// Tasks with the same non-empty strand run one after the other in the order of submission; interactive tasks go before
// background ones. Thread-safe.
class Executor {
public:
    struct Options {
        int workers = 2;            // 1..256
        std::size_t capacity = 64;  // tasks queued, running ones not counted
    };
    using Task = std::function<void(std::stop_token)>;

    explicit Executor(Options options);
    ~Executor();  // stops and joins

    // False when full or stopping; the task is not kept then. A task must not throw (it is logged and dropped).
    bool try_submit(JobPriority priority, std::string strand, Task task);

    // Workers that wait for work now, less what is queued: how many more tasks would start at once.
    std::size_t free_workers() const;

    // Asks running tasks to stop through their token, drops queued ones. Does not wait.
    void request_stop();
    void join();

    struct Counters {
        std::size_t queued, running;
        std::uint64_t refused, finished;
        std::chrono::nanoseconds longest_wait, total_wait;  // from submission to start
    };
    Counters counters() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern::work
