#pragma once

#include "domain/base/durations.hpp"
#include "domain/job/job.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace lectern::jobs {

// Runs blocking work on a fixed number of threads. The queue is bounded: a full executor refuses tasks. Tasks
// with the same serial key, if it is not "", run one after the other in the order of submission, whatever
// their priority; those that wait occupy no thread. Otherwise interactive tasks go before background ones,
// which still get every `background_after + 1`st start. Thread-safe.
class Executor {
public:
    struct Options {
        int workers = 2;  // 1..256
        std::size_t capacity =
            64;  // tasks that wait; running ones and those that start at once are not counted
        int background_after =
            4;  // interactive starts in a row before a waiting background task gets one; >= 1
        int nice =
            0;  // 0..19, as of nice(1): the priority of the workers and of all threads that tasks start
    };
    using Task = std::function<void(std::stop_token)>;

    // Throws std::invalid_argument for options out of range, std::system_error when no thread can be had.
    explicit Executor(Options options);
    ~Executor();  // stops and joins

    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    // False when full or stopping; the task is destroyed then. A task must not throw (it is logged and
    // dropped).
    bool try_submit(JobPriority priority, std::string serial_key, Task task);

    // Workers that wait for work now, less what is queued: how many more tasks would start at once.
    std::size_t free_workers() const;

    // Called on a worker each time that free_workers() has risen; empty: nobody listens. One listener; when
    // this returns, the former one is not running and will not be called again (so never call it from the
    // listener).
    void on_free(std::function<void()> listener);

    // Asks running tasks to stop through their token, destroys queued ones. Does not wait.
    void request_stop();
    // Waits until the workers have ended, which they do after request_stop(). Not from a task.
    void join();

    struct Counters {
        std::size_t queued, running;
        std::uint64_t refused, finished;
        Durations::Sum waits;  // from submission to start
    };
    Counters counters() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern::jobs
